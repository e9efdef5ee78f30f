/** The methods of a double that seed and look, without a request. */
import type { GitHubDouble, IssueState, RunState } from "./face.ts";
import { changesOf, commitTo } from "./world/history.ts";
import { addRun, stateOf } from "./world/jobs.ts";
import { account, setAccount } from "./world/people.ts";
import { addComment, addIssue, changeIssue } from "./world/talk.ts";
import type { Comment, Issue, World } from "./world/world.ts";

const HEADS = "refs/heads/";

type FileMethods = Pick<
  GitHubDouble,
  "seedFile" | "seedFiles" | "readFile" | "head" | "branches" | "deleteBranch" | "log" | "files"
>;

/** Files, branches and commits. */
export function fileMethods(world: World): FileMethods {
  const { git } = world;
  const head = (branch: string) => git.refs.read(`${HEADS}${branch}`);
  const seedFiles: FileMethods["seedFiles"] = (branch, files, message) => {
    const order = { changes: changesOf(world, files), message: message ?? `Seed ${branch}\n`, by: world.owner };
    const oid = commitTo(world, branch, head(branch), order);
    if (oid === null) throw new Error(`${branch} moved while it was seeded`);
    return oid;
  };
  const at = (ref: string) => git.resolve(ref);
  return {
    seedFiles,
    seedFile: (branch, path, content, message) => seedFiles(branch, { [path]: content }, message),
    readFile(ref, path) {
      const commit = at(ref);
      const entry = commit === null ? null : git.at(commit, path);
      return entry === null ? null : (git.blob(entry.oid)?.toString("utf8") ?? null);
    },
    head,
    branches: () => git.refs.list(HEADS).map(({ name }) => name.slice(HEADS.length)),
    deleteBranch: (branch) => git.refs.remove(`${HEADS}${branch}`),
    log(branch) {
      const commit = at(branch);
      const commits = commit === null ? [] : git.history(commit);
      return commits.map(({ oid, message, author, parents }) => ({
        oid,
        message,
        author: author.name,
        parents: [...parents],
      }));
    },
    files(ref) {
      const commit = at(ref);
      return commit === null ? [] : [...git.files(commit).keys()].sort();
    },
  };
}

function issueState(issue: Issue): IssueState {
  const { closedAt: _, lockReason: __, editor: ___, ...rest } = issue;
  return { ...rest, labels: [...issue.labels], pull: issue.pull === null ? null : { ...issue.pull } };
}

function existing<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`no such ${what} in the double`);
  return found;
}

type TalkMethods = Pick<
  GitHubDouble,
  | "openIssue"
  | "editIssue"
  | "deleteIssue"
  | "issue"
  | "issues"
  | "comment"
  | "editComment"
  | "deleteComment"
  | "comments"
  | "reactions"
  | "labels"
  | "pulls"
>;

/** Issues, comments, reactions and labels. */
export function talkMethods(world: World): TalkMethods {
  const issueOf = (number: number) => existing(world.issues.get(number), `issue: ${number}`);
  const commentOf = (id: number) => existing(world.comments.get(id), `comment: ${id}`);
  const known = (login: string) => {
    const isNew = !world.accounts.has(login.toLowerCase());
    if (isNew) setAccount(world, login, "read");
  };
  return {
    openIssue(issue) {
      known(issue.by);
      return issueState(addIssue(world, issue));
    },
    editIssue: (number, by, change) => issueState(changeIssue(world, issueOf(number), by, change)),
    deleteIssue(number) {
      world.issues.delete(issueOf(number).number);
      world.deleted.add(number);
      for (const { id, issue } of world.comments.values()) if (issue === number) world.comments.delete(id);
    },
    issue: (number) => issueState(issueOf(number)),
    issues: () => [...world.issues.values()].filter((issue) => issue.pull === null).map(issueState),
    comment(issue, by, body) {
      known(by);
      return { ...addComment(world, issueOf(issue), by, body) };
    },
    editComment(id, body) {
      const comment: Comment = Object.assign(commentOf(id), { body, updatedAt: world.now() });
      return { ...comment };
    },
    deleteComment: (id) => void world.comments.delete(commentOf(id).id),
    comments(issue) {
      const all = [...world.comments.values()];
      return all.filter((comment) => issue === undefined || comment.issue === issue).map((comment) => ({ ...comment }));
    },
    reactions(id, on = "comment") {
      const found = world.reactions.filter((reaction) => reaction.on === on && reaction.target === id);
      return found.map(({ id: own, content, author }) => ({ id: own, content, author }));
    },
    labels: () => [...world.labels.values()].map(({ name }) => name),
    pulls: () => [...world.issues.values()].filter((issue) => issue.pull !== null).map(issueState),
  };
}

type JobMethods = Pick<
  GitHubDouble,
  "workflow" | "workflowState" | "run" | "setRun" | "deleteRun" | "runs" | "artifact" | "repositoryDispatches"
>;

/** Workflows, runs and artifacts. */
export function jobMethods(world: World): JobMethods {
  const runOf = (id: number) => existing(world.runs.get(id), `run: ${id}`);
  const shown = ({ number: _, sha: __, updatedAt: ___, ...run }: ReturnType<typeof runOf>): RunState => run;
  return {
    workflow: (path, state = "active") => void world.workflowStates.set(path, state),
    workflowState: (path) => stateOf(world, path),
    run: (run) => shown(addRun(world, run)),
    setRun: (id, change) => shown(Object.assign(runOf(id), change, { updatedAt: world.now() })),
    deleteRun: (id) => void world.runs.delete(runOf(id).id),
    runs: () => [...world.runs.values()].map(shown),
    artifact(run, name, bytes = Buffer.alloc(0)) {
      const id = world.nextId();
      world.artifacts.push({ id, run: runOf(run).id, name, bytes, createdAt: world.now(), expired: false });
      return { id, run, name, size: bytes.length, expired: false };
    },
    repositoryDispatches: () => [...world.dispatches],
  };
}

type RuleMethods = Pick<GitHubDouble, "token" | "person" | "protect" | "unprotect" | "settings">;

/** People, tokens and settings. */
export function ruleMethods(world: World): RuleMethods {
  return {
    token(value, grant) {
      account(world, grant.actor);
      world.tokens.set(value, grant);
    },
    person: (login, role, type) => void setAccount(world, login, role, type),
    protect: (branch, protection = {}) => void world.protections.set(branch, protection),
    unprotect: (branch) => void world.protections.delete(branch),
    settings: (change) => void Object.assign(world.flags, change),
  };
}
