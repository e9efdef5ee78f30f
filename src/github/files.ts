/** Files of a commit as GraphQL shows them, and their whole text where GraphQL cuts it off. */
import * as v from "valibot";
import type { GitHubClient, Repo } from "./types.ts";

/** To be used as `file(path: $path) { ...entry }` on a commit. */
export const ENTRY = `fragment entry on TreeEntry {
  mode oid
  object { ... on Blob { text isTruncated } }
}`;

/** What stands at a path: a file, or something else that is in its place. */
export interface Entry {
  /** As git writes it: "100644" a file, "120000" a link, "40000" a directory, "160000" a submodule. */
  readonly mode: string;
  readonly oid: string;
  /** null: not a text that GraphQL gives whole. */
  readonly text: string | null;
}

/** The fields of an entry as valibot checks them. */
export const entryFields = {
  mode: v.number(),
  oid: v.string(),
  object: v.nullish(v.object({ text: v.nullish(v.string()), isTruncated: v.optional(v.boolean()) })),
};

interface SeenEntry {
  readonly mode: number;
  readonly oid: string;
  readonly object?:
    | { readonly text?: string | null | undefined; readonly isTruncated?: boolean | undefined }
    | null
    | undefined;
}

/** GraphQL cuts the text of a blob off at 512,000 bytes: then there is none here. */
export function entryOf({ mode, oid, object }: SeenEntry): Entry {
  return { mode: mode.toString(8), oid, text: object?.isTruncated === false ? (object.text ?? null) : null };
}

export const entrySchema = v.pipe(
  v.nullable(v.object(entryFields)),
  v.transform((seen): Entry | null => (seen === null ? null : entryOf(seen))),
);

/** The whole text of a blob, of whatever size. */
export async function readBlob(client: GitHubClient, repo: Repo, oid: string): Promise<string> {
  const params = { owner: repo.owner, repo: repo.name, file_sha: oid };
  const route = "GET /repos/{owner}/{repo}/git/blobs/{file_sha}";
  return client.rest(route, params, textOf, { accept: "application/vnd.github.raw+json" });
}

function textOf(data: unknown): string {
  if (typeof data === "string") return data;
  if (data instanceof ArrayBuffer) return Buffer.from(data).toString("utf8");
  throw new Error("not the bytes of a file");
}

/** The text of a file that was seen; one more request when it is large. */
export async function textOfEntry(client: GitHubClient, repo: Repo, entry: Entry): Promise<string> {
  return entry.text ?? (await readBlob(client, repo, entry.oid));
}
