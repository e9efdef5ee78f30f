/** What the API store asks of GraphQL: how the branch stands, why the queue is not there, what came before, and to commit. */
import * as v from "valibot";
import { type AskedPaths, DOCUMENT } from "../github/documents.ts";
import { ENTRY, entryFields, entryOf, entrySchema } from "../github/files.ts";
import { shape } from "../github/shape.ts";

const COMMITS = `nodes { oid message parents(first: 1) { nodes { oid } } } pageInfo { hasNextPage endCursor }`;

/**
 * How a branch stands, the default one or a named one: head and queue, and when asked for the archive, the last commits and
 * documents.
 */
export function lookQuery(named: boolean, documents: AskedPaths): string {
  const ref = named ? "ref(qualifiedName: $branch)" : "defaultBranchRef";
  const asksForMore = documents.paths.length > 0;
  return `query LtpmBranch($owner: String!, $name: String!, ${named ? "$branch: String!, " : ""}$queue: String!, $folder: String!, $archive: Boolean!, $history: Boolean!${documents.declarations}) {
  repository(owner: $owner, name: $name) {
    branch: ${ref} {
      name
      target {
        oid
        ... on Commit {
          queue: file(path: $queue) { ...entry }
          archive: file(path: $folder) @include(if: $archive) { mode oid object { ... on Tree { entries { name ...entry } } } }
          history(first: 50) @include(if: $history) { ${COMMITS} }
          ${documents.fields}
        }
      }
    }
  }
}
${ENTRY}${asksForMore ? `\n${DOCUMENT}` : ""}`;
}

const oid = v.object({ oid: v.string() });
const historySchema = v.object({
  nodes: v.array(v.object({ oid: v.string(), message: v.string(), parents: v.object({ nodes: v.array(oid) }) })),
  pageInfo: v.object({ hasNextPage: v.boolean(), endCursor: v.nullable(v.string()) }),
});
/** Commits, newest first. */
export type History = v.InferOutput<typeof historySchema>;

const monthSchema = v.pipe(
  v.object({ name: v.string(), ...entryFields }),
  v.transform((seen) => ({ name: seen.name, ...entryOf(seen) })),
);
const folderSchema = v.object({
  mode: v.number(),
  object: v.nullish(v.object({ entries: v.nullish(v.array(monthSchema)) })),
});
const branchSchema = v.object({
  name: v.string(),
  target: v.looseObject({
    oid: v.string(),
    queue: v.optional(entrySchema, null),
    archive: v.nullish(folderSchema),
    history: v.optional(historySchema),
  }),
});
/** A branch as the query shows it. */
export type SeenBranch = v.InferOutput<typeof branchSchema>;

export const lookShape = shape(v.object({ repository: v.object({ branch: v.nullable(branchSchema) }) }));

/** Further back than the first 50. */
export const EARLIER = `query LtpmHistory($owner: String!, $name: String!, $head: GitObjectID!, $after: String) {
  repository(owner: $owner, name: $name) {
    object(oid: $head) { ... on Commit { history(first: 100, after: $after) { ${COMMITS} } } }
  }
}`;

export const earlierShape = shape(
  v.object({ repository: v.object({ object: v.nullable(v.object({ history: v.optional(historySchema) })) }) }),
);

/** Which commit took the queue away and what it was before; and what stands where its folders should be. */
export function removalQuery(folders: number): string {
  const indices = Array.from({ length: folders }, (_, index) => index);
  const variables = indices.map((index) => `, $folder${index}: String!`).join("");
  const places = indices.map((index) => `folder${index}: file(path: $folder${index}) { mode oid }`).join(" ");
  return `query LtpmRemoval($owner: String!, $name: String!, $head: GitObjectID!, $queue: String!${variables}) {
  repository(owner: $owner, name: $name) {
    object(oid: $head) {
      ... on Commit {
        ${places}
        history(first: 1, path: $queue) { nodes { oid parents(first: 10) { nodes { queue: file(path: $queue) { ...entry } } } } }
      }
    }
  }
}
${ENTRY}`;
}

const placeSchema = v.nullable(v.object({ mode: v.number(), oid: v.string() }));
const parentSchema = v.object({ queue: v.optional(entrySchema, null) });

export const removalShape = shape(
  v.object({
    repository: v.object({
      object: v.nullable(
        v.objectWithRest(
          {
            history: v.optional(
              v.object({
                nodes: v.array(v.object({ oid: v.string(), parents: v.object({ nodes: v.array(parentSchema) }) })),
              }),
            ),
          },
          placeSchema,
        ),
      ),
    }),
  }),
);

export const COMMIT = `mutation LtpmCommit($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

export const commitShape = shape(v.object({ createCommitOnBranch: v.object({ commit: oid }) }));
