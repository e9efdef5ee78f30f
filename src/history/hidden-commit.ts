/** One commit of ours with a flat tree, on the disk before anything names it. */
import { beginLoose, type Writing } from "../git/loose.ts";
import { encodeCommit, encodeTree, FILE_MODE, type Framed, framed, nameOfFramed } from "../git/objects.ts";
import type { Repository } from "../git/repository.ts";

/** What a commit of ours holds: file names of one word (`ref-path.ts`) and their bytes. */
export interface HiddenCommit {
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** One line. */
  readonly subject: string;
  /** ISO 8601. */
  readonly time: string;
}

export interface StoredCommit {
  readonly commit: string;
  /** The blobs, in the order of the files. */
  readonly blobs: readonly string[];
}

const TRIES = 5;

/** The names that the commit's objects will have; nothing is written. */
export function blobNameOf(repository: Repository, bytes: Uint8Array): string {
  return nameOfFramed(repository.objectFormat, framed("blob", bytes));
}

/** Writes blobs, tree and commit, flushed. Throws the file system's error. */
export async function storeCommit(repository: Repository, wanted: HiddenCommit): Promise<StoredCommit> {
  const blobs = wanted.files.map(({ bytes }) => framed("blob", bytes));
  const names = blobs.map((blob) => nameOfFramed(repository.objectFormat, blob));
  const entries = wanted.files.map(({ name }, at) => ({ mode: FILE_MODE, name, oid: names[at] ?? "" }));
  const tree = framed("tree", encodeTree(entries));
  const message = `${wanted.subject.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim()}\n`;
  const seconds = Math.floor(Date.parse(wanted.time) / 1000);
  const content = { tree: nameOfFramed(repository.objectFormat, tree), parents: [], seconds, message };
  const commit = framed("commit", encodeCommit(content));
  await stored(repository, [...blobs, tree, commit]);
  return { commit: nameOfFramed(repository.objectFormat, commit), blobs: names };
}

/** All are written at once, and again where a running gc took one away. */
async function stored(repository: Repository, objects: readonly Framed[]): Promise<void> {
  let open = objects;
  for (let tries = 1; open.length > 0; tries++) {
    const writing: Writing[] = open.map((object) => beginLoose(repository, object));
    const there = await Promise.all(writing.map((one) => one.stored));
    open = open.filter((_, at) => there[at] !== true);
    if (tries === TRIES && open.length > 0) throw new Error("objects vanish from the repository as they are written");
  }
}
