/** Preloaded into a run: counts the bytes of our own code that it loads, and tells them at its end. */
const { writeFileSync } = require("node:fs");
const { Module } = require("node:module");

const compile = Module.prototype._compile;
let bytes = 0;
Module.prototype._compile = function (code, ...rest) {
  bytes += Buffer.byteLength(code);
  return compile.call(this, code, ...rest);
};
process.on("exit", () => writeFileSync(process.env.LTPM_BENCH_LOADED, String(bytes)));
