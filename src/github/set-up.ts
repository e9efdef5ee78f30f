/** What is set up in a repository besides the queue, for the one notice of the first run: the heartbeat block and the schedules. */
import * as v from "valibot";
import { ENTRY, entrySchema } from "./files.ts";
import { HEARTBEAT_FILE, type HeartbeatPlace } from "./heartbeat.ts";
import { shape } from "./shape.ts";
import type { GitHubClient, Repo } from "./types.ts";

export interface SetUp {
  /** HEARTBEAT.md of the default branch, and the commit it was seen in; null: there is no such branch. */
  readonly heartbeat: HeartbeatPlace | null;
  /** The cron lines of the workflows, as they are installed. */
  readonly crons: readonly string[];
}

const QUERY = `query LtpmSetUp($owner: String!, $name: String!, $heartbeat: String!, $workflows: String!) {
  repository(owner: $owner, name: $name) {
    home: defaultBranchRef {
      name
      target {
        oid
        ... on Commit {
          heartbeat: file(path: $heartbeat) { ...entry }
          workflows: file(path: $workflows) { object { ... on Tree { entries { name object { ... on Blob { text } } } } } }
        }
      }
    }
  }
}
${ENTRY}`;

const treeSchema = v.object({
  object: v.nullish(
    v.object({
      entries: v.nullish(
        v.array(v.object({ name: v.string(), object: v.nullish(v.object({ text: v.nullish(v.string()) })) })),
      ),
    }),
  ),
});
const answerSchema = v.object({
  repository: v.object({
    home: v.nullable(
      v.object({
        name: v.string(),
        target: v.object({
          oid: v.string(),
          heartbeat: v.optional(entrySchema, null),
          workflows: v.optional(v.nullable(treeSchema), null),
        }),
      }),
    ),
  }),
});

/** Looks at the default branch. One request. `workflows`: file names below `.github/workflows`. */
export async function setUpOf(client: GitHubClient, repo: Repo, workflows: readonly string[]): Promise<SetUp> {
  const places = { heartbeat: HEARTBEAT_FILE, workflows: ".github/workflows" };
  const { repository } = await client.graphql(
    QUERY,
    { owner: repo.owner, name: repo.name, ...places },
    shape(answerSchema),
  );
  const { home } = repository;
  const { heartbeat = null, workflows: tree } = home?.target ?? {};
  const files = (tree?.object?.entries ?? []).filter(({ name }) => workflows.includes(name));
  const texts = files.map(({ object }) => object?.text ?? "");
  return {
    heartbeat: home === null ? null : { branch: home.name, head: home.target.oid, text: heartbeat?.text ?? null },
    crons: texts.flatMap((text) =>
      [...text.matchAll(/^\s*-\s+cron:\s*["']?([\d*,/A-Za-z -]+?)["']?\s*(?:#.*)?$/gm)].map((found) => found[1] ?? ""),
    ),
  };
}
