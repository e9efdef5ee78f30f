/** Documents through the API beyond what every store promises: what is asked, what is not touched, who is faster. */
import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lookAt, readProject } from "../../src/github/project.ts";
import type { Intent } from "../../src/state/store.ts";
import type { GitHubDouble } from "../github/double.ts";
import { bytesAt, clientOf, openHub, startHub } from "./api-store.ts";
import { addIntent } from "./contract.ts";

let hub: GitHubDouble;
beforeEach(async () => {
  hub = await startHub();
});
afterEach(async () => {
  const violations = hub.takeViolations();
  await hub.close();
  expect(violations).toEqual([]);
});

const PROGRESS = "PROGRESS.md";
const at = (path: string) => bytesAt(hub, "main", path)?.toString("utf8") ?? null;
const repo = () => ({ owner: hub.owner, name: hub.name });
const asText = (bytes: Uint8Array | null | undefined) => (bytes == null ? bytes : Buffer.from(bytes).toString("utf8"));

/** Adds a task, and a line to each of the documents, whether they are there or not. */
function tell(name: string, ...paths: readonly string[]): Intent<string> {
  const add = addIntent(name);
  return {
    ...add,
    documents: paths,
    apply(state, now) {
      const { state: next = state, result } = add.apply(state, now);
      const line = Buffer.from(`- ${name}\n`);
      const given = [...(state.documents ?? [])];
      const documents = new Map(given.map(([path, bytes]) => [path, Buffer.concat([bytes ?? Buffer.of(), line])]));
      return { state: { ...next, documents }, result };
    },
  };
}

/** Puts a link, or a submodule, at a path of `main`. */
function place(mode: "120000" | "160000", path: string, content: string): void {
  const git = (input: string, ...args: string[]) =>
    execFileSync("git", args, { cwd: hub.gitDir, input, encoding: "utf8" }).trim();
  const head = hub.head("main") ?? "";
  const oid = mode === "160000" ? head : git(content, "hash-object", "-w", "--stdin");
  const kind = mode === "160000" ? "commit" : "blob";
  const tree = git(`${git("", "ls-tree", head)}\n${mode} ${kind} ${oid}\t${path}\n`, "mktree", "--missing");
  const who = ["-c", "user.name=m", "-c", "user.email=m@localhost"];
  git("", "update-ref", "refs/heads/main", git("", ...who, "commit-tree", tree, "-p", head, "-m", "a link"));
}

test("links, submodules and folders count as none, and are never written over; the queue goes on", async () => {
  hub.seedFiles("main", { "real.md": "real\n", "FOLDER.md/inside": "1\n", "dir/x": "1\n" });
  place("120000", "LINK.md", "real.md");
  place("120000", "linked", "dir");
  place("160000", "MODULE.md", "");
  const names = [
    "LINK.md",
    "linked/NEW.md",
    "MODULE.md",
    "FOLDER.md",
    "real.md/NEW.md",
    "../OUT.md",
    ".git/NEW.md",
    "",
  ];
  const { store } = openHub(hub);
  const before = hub.files("main");
  const { state } = await store.read({ documents: names });
  expect([...(state.documents ?? [])]).toEqual(names.map((name) => [name, null]));
  const done = await store.transact(tell("a", ...names, "FRESH.md"));
  expect([done.result, at("FRESH.md")]).toEqual(["T-01", "- a\n"]);
  expect(hub.files("main")).toEqual([".ltpm/task-queue.json", "FRESH.md", ...before].sort());
  expect([...(done.state.documents ?? [])].filter(([, bytes]) => bytes !== null).map(([name]) => name)).toEqual([
    "FRESH.md",
  ]);
});

test("what a server turned into UTF-8, or cut off, is asked for as it is", async () => {
  const latin = Buffer.from("caf\xe9\n", "latin1");
  const long = Buffer.from(`${"长".repeat(200_000)}\n`);
  hub.seedFiles("main", { "LATIN.md": latin, "LONG.md": long, "EMPTY.md": "" });
  const { store } = openHub(hub);
  await store.transact(tell("a", "LATIN.md", "LONG.md", "EMPTY.md"));
  expect(bytesAt(hub, "main", "LATIN.md")).toEqual(Buffer.concat([latin, Buffer.from("- a\n")]));
  expect(bytesAt(hub, "main", "LONG.md")).toEqual(Buffer.concat([long, Buffer.from("- a\n")]));
  expect(at("EMPTY.md")).toBe("- a\n");
});

test("what it asks: nothing beside the look; one query of the known commit; nothing that is known", async () => {
  hub.seedFile("main", PROGRESS, "# P\n");
  await openHub(hub).store.transact(addIntent("first"));
  const { store } = openHub(hub);
  hub.tally();
  await store.read({ documents: [PROGRESS] });
  expect(hub.tally()).toEqual({ requests: 1, writes: 0 });
  await store.transact(addIntent("a"));
  hub.tally();
  await store.transact(tell("b", PROGRESS));
  // Known from the look, and nothing of ours has changed it since.
  expect(hub.tally()).toEqual({ requests: 1, writes: 1 });
  await store.transact(tell("c", PROGRESS, "OTHER.md"));
  expect(hub.tally()).toEqual({ requests: 2, writes: 1 });
  expect(at(PROGRESS)).toBe("# P\n- b\n- c\n");
});

test("what the run's first query saw counts: nothing more is asked", async () => {
  hub.seedFile("main", PROGRESS, "# P\n");
  await openHub(hub).store.transact(addIntent("a"));
  const paths = [PROGRESS, "NEXT_STEPS.md"];
  const look = await readProject(clientOf(hub), repo(), { documents: paths });
  const { store } = openHub(hub, { first: lookAt(look, null, ".ltpm") });
  hub.tally();
  const { documents } = (await store.read({ documents: paths })).state;
  expect([...(documents ?? [])].map(([, bytes]) => asText(bytes))).toEqual(["# P\n", null]);
  expect(hub.tally().requests).toBe(0);
  await store.transact(tell("b", PROGRESS));
  expect([hub.tally().requests, at(PROGRESS)]).toEqual([1, "# P\n- b\n"]);
});

test("somebody pushes a document before our commit lands: the intent sees the new text, and no line is lost", async () => {
  hub.seedFile("main", PROGRESS, "# P\n");
  const { store } = openHub(hub);
  await store.transact(addIntent("first"));
  hub.fault({
    on: { field: "createCommitOnBranch" },
    what: { kind: "meanwhile", act: async () => void hub.seedFile("main", PROGRESS, "# P\nby hand\n") },
  });
  expect((await store.transact(tell("a", PROGRESS))).result).toBe("T-02");
  expect(at(PROGRESS)).toBe("# P\nby hand\n- a\n");
});

test("the answer to the commit is lost: it is found, and nothing is written twice", async () => {
  hub.seedFile("main", PROGRESS, "# P\n");
  const { store } = openHub(hub);
  hub.fault({ on: { field: "createCommitOnBranch" }, what: { kind: "lost_answer" } });
  const done = await store.transact(tell("a", PROGRESS));
  expect([done.result, asText(done.state.documents?.get(PROGRESS))]).toEqual(["T-01", "# P\n- a\n"]);
  await store.transact(tell("b", PROGRESS));
  expect(at(PROGRESS)).toBe("# P\n- a\n- b\n");
});
