/**
 * Objects of a bare repository, read and written in this process: loose ones directly, packed ones by asking git. They are real
 * objects: git over HTTP serves what is written here, and what a push brought is read here.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync, inflateSync } from "node:zlib";

export type ObjectType = "blob" | "tree" | "commit" | "tag";

export interface GitObject {
  readonly type: ObjectType;
  readonly content: Buffer;
}

export interface Objects {
  /** An object by its full name; null when it is not there. */
  read(oid: string): GitObject | null;
  write(type: ObjectType, content: Buffer): string;
}

const KINDS: readonly string[] = ["blob", "tree", "commit", "tag"];

function isType(word: string): word is ObjectType {
  return KINDS.includes(word);
}

function parse(bytes: Buffer): GitObject {
  const end = bytes.indexOf(0);
  const type = bytes.subarray(0, end).toString("latin1").split(" ")[0] ?? "";
  if (!isType(type)) throw new Error(`no object: ${type}`);
  return { type, content: bytes.subarray(end + 1) };
}

function readPacked(dir: string, oid: string): GitObject | null {
  const ran = spawnSync("git", ["cat-file", "--batch"], {
    cwd: dir,
    input: `${oid}\n`,
    maxBuffer: 1 << 28,
    env: { PATH: process.env.PATH },
  });
  const end = ran.stdout.indexOf(10);
  const [, type = "", size = ""] = ran.stdout.subarray(0, end).toString("latin1").split(" ");
  if (!isType(type)) return null;
  return { type, content: ran.stdout.subarray(end + 1, end + 1 + Number(size)) };
}

/** The objects of the bare repository at `dir`. */
export function openObjects(dir: string): Objects {
  const seen = new Map<string, GitObject>();
  const place = (oid: string) => join(dir, "objects", oid.slice(0, 2), oid.slice(2));
  const read = (oid: string): GitObject | null => {
    if (!/^[0-9a-f]{40}$/.test(oid)) return null;
    const known = seen.get(oid);
    if (known) return known;
    const found = existsSync(place(oid)) ? parse(inflateSync(readFileSync(place(oid)))) : readPacked(dir, oid);
    if (found) seen.set(oid, found);
    return found;
  };
  const write = (type: ObjectType, content: Buffer): string => {
    const bytes = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
    const oid = createHash("sha1").update(bytes).digest("hex");
    // Not `read`: git knows the empty tree without having it. An object that is packed as well does no harm.
    if (!existsSync(place(oid))) {
      mkdirSync(join(dir, "objects", oid.slice(0, 2)), { recursive: true });
      const temporary = join(dir, "objects", oid.slice(0, 2), `tmp_${oid}`);
      writeFileSync(temporary, deflateSync(bytes, { level: 1 }));
      renameSync(temporary, place(oid));
    }
    return oid;
  };
  return { read, write };
}
