/** Documents beside the queue on a remote branch: what stands at a path of a commit's tree, byte for byte, and what may be changed there. */
import { readLoose } from "../git/loose.ts";
import type { Repository } from "../git/repository.ts";
import { GitError, gitSync } from "../git/run.ts";
import type { Documents } from "../state/state.ts";
import { changedDocuments } from "./changed-documents.ts";
import { type RawEntry, rawName, TREE } from "./remote-tree.ts";

/** What the tree has at a document's path. */
export interface DocumentThere {
  /** null: there is no file. */
  readonly oid: string | null;
  /** The mode that the file has, or will have. */
  readonly mode: string;
  /** Why it is not ours to read or write; null: it is. */
  readonly refusal: string | null;
}

/** What is known of a commit's documents, by their paths. */
export type DocumentsThere = ReadonlyMap<string, DocumentThere>;

/** The entries of a tree by its name. */
export type TreeReader = (oid: string) => readonly RawEntry[];

/** A path's parts; null for one that no tree can have. */
export function partsOf(path: string): string[] | null {
  const parts = path.split("/");
  const isOdd = (part: string) => part === "" || part === "." || part === ".." || part.toLowerCase() === ".git";
  return /[\0\\]/.test(path) || parts.some(isOdd) ? null : parts;
}

/** Looks the paths up below a root tree. */
export function findDocuments(root: readonly RawEntry[], paths: readonly string[], read: TreeReader): DocumentsThere {
  return new Map(paths.map((path) => [path, findDocument(root, path, read)]));
}

const FILE = "100644";

function findDocument(root: readonly RawEntry[], path: string, read: TreeReader): DocumentThere {
  const parts = partsOf(path);
  if (parts === null) return { oid: null, mode: FILE, refusal: `${path} is no path inside the branch` };
  let entries = root;
  for (const [at, part] of parts.entries()) {
    const entry = entries.find((one) => one.name === rawName(part));
    if (entry === undefined) return { oid: null, mode: FILE, refusal: null };
    const isLast = at === parts.length - 1;
    const isRight = isLast ? entry.mode.startsWith("100") : entry.mode === TREE;
    if (!isRight) {
      const there = parts.slice(0, at + 1).join("/");
      return {
        oid: null,
        mode: FILE,
        refusal: `${there} is ${kindOf(entry.mode)}, not a ${isLast ? "file" : "folder"}`,
      };
    }
    if (isLast) return { oid: entry.oid, mode: entry.mode, refusal: null };
    entries = read(entry.oid);
  }
  return { oid: null, mode: FILE, refusal: null };
}

function kindOf(mode: string): string {
  if (mode === "120000") return "a symbolic link";
  if (mode === "160000") return "a submodule";
  return mode === TREE ? "a folder" : "a file";
}

/** The documents as a state shows them. Throws `GitError` when a blob cannot be read. */
export function shownDocuments(repository: Repository, there: DocumentsThere): Documents {
  const oids = [...there.values()].flatMap(({ oid }) => oid ?? []);
  const blobs = readBytes(repository, oids);
  return new Map([...there].map(([path, { oid }]) => [path, oid === null ? null : (blobs.get(oid) ?? null)]));
}

/** What an intent's answer is to change of the documents it was given, without those that are not ours. */
export function writableChanges(
  there: DocumentsThere,
  given: Documents | undefined,
  answer: Documents | undefined,
): ReadonlyMap<string, Uint8Array> {
  const changes = given === undefined ? new Map<string, Uint8Array>() : changedDocuments(given, answer);
  return new Map([...changes].filter(([path]) => there.get(path)?.refusal === null));
}

/** The bytes of blobs: a document need not be UTF-8. At most one start of git. Throws `GitError` when one is missing. */
function readBytes(repository: Repository, oids: readonly string[]): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const oid of oids) {
    const loose = readLoose(repository, oid);
    if (loose?.type === "blob") found.set(oid, loose.bytes);
  }
  const packed = [...new Set(oids)].filter((oid) => !found.has(oid));
  if (packed.length > 0) for (const [oid, bytes] of batch(repository, packed)) found.set(oid, bytes);
  return found;
}

/** `git cat-file --batch`, each byte as one character on its way. */
function batch(repository: Repository, oids: readonly string[]): Map<string, Buffer> {
  const args = ["cat-file", "--batch"];
  const env = { GIT_DIR: repository.gitDir };
  const answer = gitSync(args, { cwd: repository.root, env, input: `${oids.join("\n")}\n`, encoding: "latin1" });
  if (answer.code !== 0) throw new GitError(args, answer);
  const out = Buffer.from(answer.stdout, "latin1");
  const blobs = new Map<string, Buffer>();
  for (let at = 0; at < out.length; ) {
    const end = out.indexOf(0x0a, at);
    const header = out.toString("latin1", at, end);
    const [, oid, length] = /^([0-9a-f]+) blob (\d+)$/.exec(header) ?? [];
    if (oid === undefined) throw new GitError(args, { ...answer, code: 1, stderr: `damaged or missing: ${header}` });
    blobs.set(oid, out.subarray(end + 1, end + 1 + Number(length)));
    at = end + 1 + Number(length) + 1;
  }
  return blobs;
}
