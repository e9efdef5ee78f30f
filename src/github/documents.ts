/** Any number of paths of one commit in one query: what stands there, with its text where GraphQL gives it whole. */
import * as v from "valibot";
import { nameOf } from "../git/objects.ts";
import type { ObjectFormat } from "../git/repository.ts";
import { shape } from "./shape.ts";
import type { GitHubClient, Repo } from "./types.ts";

/** To be used as `file(path: $path) { ...document }` on a commit. */
export const DOCUMENT = `fragment document on TreeEntry {
  mode oid
  object { ... on Blob { text isTruncated isBinary byteSize } }
}`;

/** What stands at a path. */
export interface SeenPath {
  /** As git writes it: "100644" a file, "120000" a link, "40000" a directory, "160000" a submodule. */
  readonly mode: string;
  readonly oid: string;
  /** null: it is no text, or was cut off. */
  readonly text: string | null;
  /** In bytes; null where it is no file. */
  readonly size: number | null;
}

const blobSchema = v.object({
  text: v.nullish(v.string()),
  isTruncated: v.optional(v.boolean()),
  isBinary: v.nullish(v.boolean()),
  byteSize: v.optional(v.number()),
});

/** A path in an answer. */
export const seenPathSchema = v.pipe(
  v.nullable(v.object({ mode: v.number(), oid: v.string(), object: v.nullish(blobSchema) })),
  v.transform((seen): SeenPath | null => {
    if (seen === null) return null;
    const { text, isTruncated, isBinary, byteSize } = seen.object ?? {};
    const isWhole = isTruncated === false && isBinary !== true;
    return {
      mode: seen.mode.toString(8),
      oid: seen.oid,
      text: isWhole ? (text ?? null) : null,
      size: byteSize ?? null,
    };
  }),
);

/** An answer by paths; null: nothing stands there. */
export type Asked = ReadonlyMap<string, SeenPath | null>;

/** The parts of a query that ask for paths, and how its answer is read. */
export interface AskedPaths {
  readonly paths: readonly string[];
  /** To stand behind the last variable of the query. */
  readonly declarations: string;
  /** Fields of a commit. */
  readonly fields: string;
  readonly variables: Readonly<Record<string, string>>;
  answer(commit: Readonly<Record<string, unknown>>): Asked;
}

const NAME = "path";
const readSeen = shape(seenPathSchema);

/** Whether a tree can have such a path; nothing else is asked for. */
export function isTreePath(path: string): boolean {
  const isOdd = (part: string) => part === "" || part === "." || part === ".." || part.toLowerCase() === ".git";
  return !/[\0\\]/.test(path) && !path.split("/").some(isOdd);
}

/** Asks for these paths, with their texts, and for the modes of the folders they lie in. */
export function askFor(wanted: readonly string[]): AskedPaths {
  const paths = wanted.filter(isTreePath);
  const folders = [...new Set(paths.flatMap(foldersOf))].filter((folder) => !paths.includes(folder));
  const all = [...new Set(paths), ...folders];
  const isFolder = (at: number) => at >= all.length - folders.length;
  const names = all.map((_, at) => `${NAME}${at}`);
  return {
    paths: all,
    declarations: names.map((name) => `, $${name}: String!`).join(""),
    fields: names
      .map((name, at) => `${name}: file(path: $${name}) { ${isFolder(at) ? "mode oid" : "...document"} }`)
      .join(" "),
    variables: Object.fromEntries(all.map((path, at) => [`${NAME}${at}`, path])),
    answer: (commit) => new Map(all.map((path, at) => [path, readSeen(commit[`${NAME}${at}`] ?? null)])),
  };
}

function foldersOf(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}

const commitShape = shape(v.object({ repository: v.object({ object: v.nullable(v.looseObject({})) }) }));

/** What stands at these paths of the commit `head`; null when the server does not have it any more. One request. */
export async function lookAtPaths(
  client: GitHubClient,
  repo: Repo,
  head: string,
  wanted: readonly string[],
): Promise<Asked | null> {
  const asked = askFor(wanted);
  if (asked.paths.length === 0) return new Map();
  const query = `query LtpmDocuments($owner: String!, $name: String!, $head: GitObjectID!${asked.declarations}) {
  repository(owner: $owner, name: $name) { object(oid: $head) { ... on Commit { ${asked.fields} } } }
}
${DOCUMENT}`;
  const variables = { owner: repo.owner, name: repo.name, head, ...asked.variables };
  const { object } = (await client.graphql(query, variables, commitShape)).repository;
  return object === null ? null : asked.answer(object);
}

/** The mode of a directory. */
export const FOLDER = "40000";

/** Whether the folders of a path are folders, or not there yet: a link among them would lead elsewhere. */
export function hasRoom(path: string, seen: Asked): boolean {
  return foldersOf(path).every((folder) => (seen.get(folder)?.mode ?? FOLDER) === FOLDER);
}

const contentShape = shape(v.object({ content: v.string(), encoding: v.literal("base64") }));

/**
 * The bytes of a file that was seen, exactly. Its text is believed when the blob is named by it: servers turn other encodings
 * into UTF-8, and cut long files off. Else they are asked for, as base64, since what comes as text was decoded on the way.
 */
export async function bytesOfSeen(
  client: GitHubClient,
  repo: Repo,
  { oid, text }: Pick<SeenPath, "oid" | "text">,
): Promise<Uint8Array> {
  const given = text === null ? null : Buffer.from(text, "utf8");
  if (given !== null && nameOf(formatOf(oid), "blob", given) === oid) return given;
  const params = { owner: repo.owner, repo: repo.name, file_sha: oid };
  const { content } = await client.rest("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", params, contentShape);
  return Buffer.from(content, "base64");
}

/** The hash that an object's name is made with. */
export function formatOf(oid: string): ObjectFormat {
  return oid.length === 64 ? "sha256" : "sha1";
}
