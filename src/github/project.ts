/**
 * One look at the repository, without a checkout: one query for the default branch with the configuration in it, and for the queue
 * where it is by default, on a branch of its own or on the default branch.
 */
import * as v from "valibot";
import { type Asked, type AskedPaths, askFor, DOCUMENT } from "./documents.ts";
import { ENTRY, type Entry, entrySchema, textOfEntry } from "./files.ts";
import { HISTORY, type HomeHistory, historyOf, historySchema } from "./home-history.ts";
import { RECENT, RECENT_FIELDS, type RecentIssues, recentSchema } from "./recent-issues.ts";
import { shape } from "./shape.ts";
import type { GitHubClient, Repo } from "./types.ts";

/** A branch as it was at one moment, with the queue file in its commit. */
export interface BranchLook {
  readonly name: string;
  /** The commit. */
  readonly head: string;
  /** Where the queue was looked for: `.ltpm/task-queue.json`. */
  readonly path: string;
  /** null: there is nothing at that path. */
  readonly queue: Entry | null;
  /** What stands at the documents' paths, as far as it was asked for. */
  readonly documents?: Asked;
}

/** What the first query of a run saw. All of one commit of the default branch. */
export interface ProjectLook {
  /** null: a repository without commits. */
  readonly home: BranchLook | null;
  /** The state's own branch; null when it is not there. */
  readonly state: BranchLook | null;
  /** The text of `.ltpm/config.json`; null without one. */
  readonly config: string | null;
  /** The text of `TOOLS.md`; null without one. */
  readonly tools: string | null;
  /** The issues that changed last; null where they were not asked for. */
  readonly recent: RecentIssues | null;
  /** The default branch's newest commits; null or absent where they were not asked for. */
  readonly history?: HomeHistory | null;
}

/** The branch that holds the state where nobody named another, and it has one of its own. */
export const STATE_BRANCH = "ltpm-state";

export interface ProjectPlaces {
  /** Default `.ltpm`. */
  readonly dir?: string;
  /** The branch that may hold the state. Default `ltpm-state`. */
  readonly stateBranch?: string;
  /** Whether to look at issues, too; the token has to be able to read them. */
  readonly issues?: boolean;
  /** Whether to look at the default branch's newest commits, too. */
  readonly history?: boolean;
  /** Documents to look for on both branches, with their texts: so a run that has something to tell asks no further. */
  readonly documents?: readonly string[];
}

const queryFor = (documents: AskedPaths) => `query LtpmProject(
  $owner: String!, $name: String!, $state: String!, $queue: String!, $config: String!, $tools: String!, $issues: Boolean!, $history: Boolean!${documents.declarations}
) {
  repository(owner: $owner, name: $name) {
    issues(first: ${RECENT}, orderBy: { field: UPDATED_AT, direction: DESC }) @include(if: $issues) { ...recent }
    home: defaultBranchRef {
      name
      target {
        oid
        ... on Commit {
          queue: file(path: $queue) { ...entry }
          config: file(path: $config) { ...entry }
          tools: file(path: $tools) { ...entry }
          ${HISTORY}
          ${documents.fields}
        }
      }
    }
    state: ref(qualifiedName: $state) {
      name
      target { oid ... on Commit { queue: file(path: $queue) { ...entry } ${documents.fields} } }
    }
  }
}
${ENTRY}
${documents.paths.length > 0 ? `${DOCUMENT}\n` : ""}${RECENT_FIELDS}`;

const targetFields = { oid: v.string(), queue: v.optional(entrySchema, null) };
const answerSchema = v.object({
  repository: v.object({
    issues: v.optional(recentSchema),
    home: v.nullable(
      v.object({
        name: v.string(),
        target: v.looseObject({
          ...targetFields,
          config: v.optional(entrySchema, null),
          tools: v.optional(entrySchema, null),
          history: v.optional(historySchema),
        }),
      }),
    ),
    state: v.nullable(v.object({ name: v.string(), target: v.looseObject(targetFields) })),
  }),
});

/** Looks at everything a run begins with. One request, unless a file is larger than GraphQL gives. */
export async function readProject(client: GitHubClient, repo: Repo, places: ProjectPlaces = {}): Promise<ProjectLook> {
  const { dir = ".ltpm", stateBranch = STATE_BRANCH, issues = false, history = false } = places;
  const path = queuePath(dir);
  const documents = askFor(places.documents ?? []);
  const variables = {
    ...{ owner: repo.owner, name: repo.name, state: `refs/heads/${stateBranch}`, queue: path },
    ...{ config: ".ltpm/config.json", tools: "TOOLS.md", issues, history },
    ...documents.variables,
  };
  const { repository } = await client.graphql(queryFor(documents), variables, shape(answerSchema));
  const { home, state } = repository;
  const text = (entry: Entry | null | undefined) => (entry == null ? null : textOfEntry(client, repo, entry));
  const branch = (seen: { name: string; target: { oid: string; queue: Entry | null } } | null): BranchLook | null => {
    if (seen === null) return null;
    const { oid: head, queue } = seen.target;
    return { name: seen.name, head, path, queue, documents: documents.answer(seen.target) };
  };
  return {
    home: branch(home),
    state: branch(state),
    config: await text(home?.target.config),
    tools: await text(home?.target.tools),
    recent: repository.issues ?? null,
    history: home?.target.history === undefined ? null : historyOf(home.target.oid, home.target.history),
  };
}

/** Where the queue lies in a directory: `./.ltpm/` → `.ltpm/task-queue.json`. */
export function queuePath(dir: string): string {
  const parts = dir.split(/[/\\]/).filter((part) => part !== "" && part !== ".");
  return [...parts, "task-queue.json"].join("/");
}

/** What the first look says about the branch that the configuration names (null: the default one); null when it did not look there. */
export function lookAt(project: ProjectLook, branch: string | null, dir: string): BranchLook | null {
  const seen = branch === null ? project.home : [project.state, project.home].find((look) => look?.name === branch);
  return seen?.path === queuePath(dir) ? seen : null;
}
