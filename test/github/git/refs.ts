/** References of a bare repository, moved as git moves them: with a lock file and only if they still are where they were. */
import { spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";

export interface Refs {
  /** Where a full reference name points; null when it is missing. */
  read(name: string): string | null;
  /** All references below a prefix such as `refs/heads/`, sorted by name. */
  list(prefix: string): { name: string; oid: string }[];
  /** Moves it if it is at `expected` (null: if it is missing). Says whether it did. */
  move(name: string, oid: string, expected: string | null): boolean;
  remove(name: string): void;
}

function packed(dir: string): Map<string, string> {
  const file = join(dir, "packed-refs");
  if (!existsSync(file)) return new Map();
  const lines = readFileSync(file, "utf8").split("\n");
  const refs = lines.filter((line) => /^[0-9a-f]{40} /.test(line));
  return new Map(refs.map((line) => [line.slice(41), line.slice(0, 40)]));
}

function looseNames(dir: string, below: string): string[] {
  const folder = join(dir, below);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = `${below}${entry.name}`;
    if (entry.isDirectory()) return looseNames(dir, `${name}/`);
    return name.endsWith(".lock") ? [] : [name];
  });
}

function readLoose(dir: string, name: string): string | null {
  try {
    const text = readFileSync(join(dir, name), "utf8").trim();
    return /^[0-9a-f]{40}$/.test(text) ? text : null;
  } catch {
    return null;
  }
}

function lock(path: string): number | null {
  try {
    mkdirSync(dirname(path), { recursive: true });
    return openSync(path, "wx");
  } catch {
    return null;
  }
}

export function openRefs(dir: string): Refs {
  const read = (name: string) => readLoose(dir, name) ?? packed(dir).get(name) ?? null;
  return {
    read,
    list(prefix) {
      const names = new Set([
        ...looseNames(dir, prefix),
        ...[...packed(dir).keys()].filter((n) => n.startsWith(prefix)),
      ]);
      return [...names].sort().flatMap((name) => {
        const oid = read(name);
        return oid === null ? [] : [{ name, oid }];
      });
    },
    move(name, oid, expected) {
      const path = join(dir, name);
      const held = lock(`${path}.lock`);
      if (held === null) return false;
      const there = read(name) === expected;
      if (there) writeSync(held, `${oid}\n`);
      closeSync(held);
      if (there) renameSync(`${path}.lock`, path);
      else rmSync(`${path}.lock`);
      return there;
    },
    remove: (name) => void spawnSync("git", ["update-ref", "-d", name], { cwd: dir, env: { PATH: process.env.PATH } }),
  };
}
