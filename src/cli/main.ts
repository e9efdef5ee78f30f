#!/usr/bin/env node
import { runCli } from "./run.ts";
import { processTerminal } from "./terminal.ts";

// A reader that went away (`ltpm tasks | head`) is no error.
process.stdout.on("error", () => process.exit());
process.exitCode = await runCli(process.argv.slice(2), processTerminal());
