/**
 * Documents beside the queue through the API: what stands at a path of a commit, byte for byte, and what an intent may change
 * there. A link, a submodule or a folder at a document's place counts as none and is never written over.
 */
import { type Asked, bytesOfSeen, hasRoom, isTreePath, lookAtPaths, type SeenPath } from "../github/documents.ts";
import type { GitHubClient, Repo } from "../github/types.ts";
import type { Documents } from "../state/state.ts";
import { changedDocuments } from "./changed-documents.ts";

/** What a commit has at a document's path. */
export interface DocumentThere {
  /** null: there is no such file. */
  readonly bytes: Uint8Array | null;
  /** False: something else stands there, or where one of its folders should be. */
  readonly writable: boolean;
}

/** What is known of a commit's documents, by their paths. */
export type DocumentsThere = ReadonlyMap<string, DocumentThere>;

/** Where documents are asked for, and the contents that were read before, by their blobs. */
export interface DocumentReader {
  readonly client: GitHubClient;
  readonly repo: Repo;
  readonly blobs: Map<string, Uint8Array>;
}

/** What an answer says about the documents at `paths`. Contents that GraphQL does not give whole cost a request each. */
export async function readDocuments(
  reader: DocumentReader,
  paths: readonly string[],
  answer: Asked,
): Promise<DocumentsThere> {
  const there = await Promise.all(
    paths.map(async (path): Promise<[string, DocumentThere]> => [path, await readDocument(reader, path, answer)]),
  );
  return new Map(there);
}

/** A document is written by people; what is larger is none, and would cost every run its memory. In bytes. */
const LARGEST = 10_000_000;

async function readDocument(reader: DocumentReader, path: string, answer: Asked): Promise<DocumentThere> {
  if (!isTreePath(path) || !hasRoom(path, answer)) return { bytes: null, writable: false };
  const seen = answer.get(path) ?? null;
  if (seen === null) return { bytes: null, writable: true };
  const isDocument = seen.mode.startsWith("100") && (seen.size ?? 0) <= LARGEST;
  return isDocument ? { bytes: await bytesOf(reader, seen), writable: true } : { bytes: null, writable: false };
}

async function bytesOf({ client, repo, blobs }: DocumentReader, seen: SeenPath): Promise<Uint8Array> {
  const known = blobs.get(seen.oid);
  if (known !== undefined) return known;
  const bytes = await bytesOfSeen(client, repo, seen);
  blobs.set(seen.oid, bytes);
  return bytes;
}

/** The documents of the commit `head`; null when the server does not have it any more. */
export async function documentsAt(
  reader: DocumentReader,
  head: string,
  paths: readonly string[],
): Promise<DocumentsThere | null> {
  const seen = await lookAtPaths(reader.client, reader.repo, head, paths);
  return seen === null ? null : readDocuments(reader, paths, seen);
}

/** The documents as a state shows them. */
export function shownDocuments(there: DocumentsThere, paths: readonly string[]): Documents {
  return new Map(paths.map((path) => [path, there.get(path)?.bytes ?? null]));
}

/** What an intent's answer is to change of the documents it was given, as far as there is room for it. */
export function writableChanges(
  there: DocumentsThere,
  given: Documents | undefined,
  answer: Documents | undefined,
): ReadonlyMap<string, Uint8Array> {
  const changed = given === undefined ? new Map() : changedDocuments(given, answer);
  return new Map([...changed].filter(([path]) => there.get(path)?.writable === true));
}

/** The documents after these were written. */
export function withWritten(there: DocumentsThere, written: ReadonlyMap<string, Uint8Array>): DocumentsThere {
  if (written.size === 0) return there;
  return new Map([...there, ...[...written].map(([path, bytes]) => [path, { bytes, writable: true }] as const)]);
}
