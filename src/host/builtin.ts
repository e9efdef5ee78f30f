/** Node's own modules that a command may not need: loading one costs more than most of what such a command does. */
import type * as ChildProcess from "node:child_process";
import type * as Crypto from "node:crypto";
import { createRequire } from "node:module";
import type * as Zlib from "node:zlib";

interface Builtins {
  readonly "node:child_process": typeof ChildProcess;
  readonly "node:crypto": typeof Crypto;
  readonly "node:zlib": typeof Zlib;
}

/** The module, loaded with the first call. */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] {
  return createRequire(import.meta.url)(name);
}
