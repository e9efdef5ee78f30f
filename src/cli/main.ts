#!/usr/bin/env node
import { runCli } from "./run.ts";
import { processTerminal } from "./terminal.ts";

// No top-level await: what is loaded on demand imports this file's code, and would wait for a command that waits for it.
void runCli(process.argv.slice(2), processTerminal()).then((code) => {
  process.exitCode = code;
});
