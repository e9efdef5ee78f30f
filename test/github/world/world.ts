/** Everything the double knows. Routes, GraphQL, git and the seeding methods all change this one thing. */
import type {
  CommentState,
  IssueState,
  Protection,
  PullState,
  ReactionState,
  Role,
  RunState,
  TokenGrant,
} from "../face.ts";
import { type Bare, createBare } from "../git/bare.ts";

/** The same fields, open to change. */
export type Open<T> = { -readonly [K in keyof T]: T[K] };

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Bot" | "Organization";
  role: Role;
}

export interface Label {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
}

export interface Issue extends Open<Omit<IssueState, "labels" | "pull">> {
  labels: string[];
  pull: Open<PullState> | null;
  closedAt: number | null;
  lockReason: string | null;
  /** Who edited its text last. */
  editor: string | null;
}

export type Comment = Open<CommentState>;

export interface Reaction extends ReactionState {
  readonly on: "comment" | "issue";
  /** The comment's id or the issue's number. */
  readonly target: number;
  readonly createdAt: number;
}

export interface Run extends Open<RunState> {
  readonly number: number;
  readonly sha: string | null;
  updatedAt: number;
}

export interface Artifact {
  readonly id: number;
  readonly run: number;
  readonly name: string;
  readonly bytes: Buffer;
  readonly createdAt: number;
  expired: boolean;
}

export interface World {
  readonly owner: string;
  readonly name: string;
  readonly id: number;
  readonly private: boolean;
  readonly ghes: boolean;
  readonly graphql: boolean;
  readonly defaultBranch: string;
  readonly now: () => number;
  readonly nextId: () => number;
  nextNumber: number;
  /** Known once the servers listen. */
  urls: { api: string; html: string };
  readonly git: Bare;
  readonly accounts: Map<string, Account>;
  readonly tokens: Map<string, TokenGrant>;
  readonly protections: Map<string, Protection>;
  readonly flags: { issues: boolean; actionsMayOpenPulls: boolean; archived: boolean };
  readonly issues: Map<number, Issue>;
  /** Numbers of issues that are gone for good. */
  readonly deleted: Set<number>;
  readonly comments: Map<number, Comment>;
  readonly reactions: Reaction[];
  readonly labels: Map<string, Label>;
  readonly workflowStates: Map<string, string>;
  readonly workflowIds: Map<string, number>;
  readonly runs: Map<number, Run>;
  readonly artifacts: Artifact[];
  readonly dispatches: { eventType: string; payload: unknown }[];
  readonly violations: string[];
}

export interface Beginning {
  readonly owner: string;
  readonly name: string;
  readonly private: boolean;
  readonly ghes: boolean;
  readonly graphql: boolean;
  readonly now: () => number;
  readonly tokens: Readonly<Record<string, TokenGrant>>;
}

/** A world with a repository, its owner and the tokens; no commits, no issues. */
export function createWorld(beginning: Beginning): World {
  let last = 1_000_000;
  const nextId = () => ++last;
  return {
    ...beginning,
    id: nextId(),
    defaultBranch: "main",
    nextId,
    nextNumber: 1,
    urls: { api: "", html: "" },
    git: createBare(beginning.owner, beginning.name),
    accounts: new Map(),
    tokens: new Map(Object.entries(beginning.tokens)),
    protections: new Map(),
    flags: { issues: true, actionsMayOpenPulls: true, archived: false },
    issues: new Map(),
    deleted: new Set(),
    comments: new Map(),
    reactions: [],
    labels: new Map(),
    workflowStates: new Map(),
    workflowIds: new Map(),
    runs: new Map(),
    artifacts: [],
    dispatches: [],
    violations: [],
  };
}

/** GitHub's dates: to the second. */
export function moment(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
