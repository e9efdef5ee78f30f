#!/usr/bin/env node
const e=require("./chunks/reading-BA1eNinG.js");e.n(process.argv.slice(2),e.t()).then(e=>{process.exitCode=e});