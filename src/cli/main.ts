#!/usr/bin/env node
import { runCli } from "./run.ts";
import { processTerminal } from "./terminal.ts";

// A reader that went away (`ltpm tasks | head`) is no error.
process.stdout.on("error", () => process.exit());
// No top-level await: what is loaded on demand imports this file's code, and would wait for a command that waits for it.
void runCli(process.argv.slice(2), processTerminal()).then((code) => {
  process.exitCode = code;
});
