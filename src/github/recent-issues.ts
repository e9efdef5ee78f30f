/** The issues that changed last, as GraphQL shows them beside everything else: in most cycles they spare a list of their own. */
import * as v from "valibot";
import type { Issue } from "./issues.ts";
import type { Account } from "./shape.ts";

/** So many are looked at. */
export const RECENT = 20;

/** To be used as `issues(...) { ...recent }`. */
export const RECENT_FIELDS = `fragment recent on IssueConnection {
  nodes {
    number title body state locked createdAt updatedAt url
    author { __typename login }
    labels(first: 50) { nodes { name } }
  }
}`;

export interface RecentIssues {
  /** The newest change first. */
  readonly issues: readonly Issue[];
  /** There are no others. */
  readonly all: boolean;
}

/** GraphQL leaves out what marks an app's name elsewhere. */
function accountOf(actor: { readonly __typename: string; readonly login: string } | null): Account {
  if (actor === null) return { login: "ghost", type: "User" };
  const { login, __typename: type } = actor;
  return { login: type === "Bot" && !login.endsWith("[bot]") ? `${login}[bot]` : login, type };
}

const nodeSchema = v.pipe(
  v.object({
    number: v.number(),
    title: v.string(),
    body: v.string(),
    state: v.string(),
    locked: v.boolean(),
    createdAt: v.string(),
    updatedAt: v.string(),
    url: v.string(),
    author: v.nullable(v.object({ __typename: v.string(), login: v.string() })),
    labels: v.nullish(v.object({ nodes: v.nullish(v.array(v.nullable(v.object({ name: v.string() })))) })),
  }),
  v.transform((node): Issue => {
    const { number, title, body, locked, url } = node;
    const labels = (node.labels?.nodes ?? []).flatMap((label) => (label === null ? [] : [label.name]));
    const state = node.state === "OPEN" ? "open" : "closed";
    const moments = { created_at: node.createdAt, updated_at: node.updatedAt };
    return { number, title, body, state, labels, author: accountOf(node.author), locked, pull: false, ...moments, url };
  }),
);

export const recentSchema = v.pipe(
  v.object({ nodes: v.nullish(v.array(v.nullable(nodeSchema))) }),
  v.transform(({ nodes }): RecentIssues => {
    const issues = (nodes ?? []).filter((issue) => issue !== null);
    return { issues, all: issues.length < RECENT };
  }),
);

/** Those that changed at `since` or later, the oldest change first; null when there may be more than were looked at. */
export function changedSince({ issues, all }: RecentIssues, since: string): Issue[] | null {
  const from = Math.floor(Date.parse(since) / 1000) * 1000;
  const changed = issues.filter(({ updated_at }) => Date.parse(updated_at) >= from);
  return !all && changed.length === issues.length ? null : changed.toReversed();
}
