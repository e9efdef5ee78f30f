#!/usr/bin/env node
const e=require("./chunks/reading-k03kMGTx.js");e.n(process.argv.slice(2),e.t()).then(e=>{process.exitCode=e});