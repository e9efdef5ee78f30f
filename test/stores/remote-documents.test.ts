/** Documents on a remote branch: what the contract cannot say, since only trees have it. */
import { spawnSync } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { messagesIn } from "../../src/messages/catalog.ts";
import type { Intent } from "../../src/state/store.ts";
import { partsOf } from "../../src/stores/remote-documents.ts";
import { remoteWordLine } from "../../src/stores/remote-words.ts";
import { addIntent } from "./contract.ts";
import { type Far, localGit, openFar, startFar } from "./remote-store.ts";

const open: Far[] = [];
afterEach(async () => {
  for (const far of open.splice(0)) await far.close();
});

async function started(): Promise<Far> {
  const far = await startFar();
  open.push(far);
  return far;
}

/** One more commit on main that holds these lines of `git ls-tree`, as a tree of its own; an index could not hold them all. */
function plant(far: Far, entries: readonly string[]): void {
  const mktree = spawnSync("git", ["mktree", "--missing", "-z"], {
    cwd: far.bare,
    input: Buffer.from(`${entries.join("\0")}\0`, "latin1"),
  });
  const tree = mktree.stdout.toString().trim();
  const made = localGit(far.bare, "commit-tree", "-p", far.head(), "-m", "planted", tree).trim();
  localGit(far.bare, "update-ref", "refs/heads/main", made);
}

function blob(far: Far, bytes: string | Uint8Array): string {
  const ran = spawnSync("git", ["hash-object", "-w", "--stdin"], { cwd: far.bare, input: bytes });
  return ran.stdout.toString().trim();
}

function list(far: Far, ...args: string[]): string[] {
  return localGit(far.bare, "ls-tree", "-z", ...args, "main")
    .split("\0")
    .filter(Boolean);
}

/** Adds a task and writes all documents anew; `seen` gets what it was given. */
function tell(paths: readonly string[], seen: unknown[] = []): Intent<string> {
  const add = addIntent("a");
  return {
    ...add,
    documents: paths,
    apply: (state, now) => {
      seen.push(paths.map((path) => state.documents?.get(path)?.toString() ?? null));
      const { state: next = state, result } = add.apply(state, now);
      return { state: { ...next, documents: new Map(paths.map((path) => [path, Buffer.from("new\n")])) }, result };
    },
  };
}

test("links, submodules, folders and files in the way are not ours; modes and everything else stay byte for byte", async () => {
  const far = await started();
  const text = blob(far, "text\n");
  const folder = localGit(far.bare, "rev-parse", "main^{tree}").trim();
  const strange = [
    `120000 blob ${blob(far, "README.md")}\tPROGRESS.md`,
    `160000 commit ${far.head()}\tprojects`,
    `040000 tree ${folder}\tNEXT_STEPS.md`,
    `100644 blob ${text}\tdocs`,
    `100644 blob ${text}\tna\xefve \x01"name"`,
    `120000 blob ${blob(far, "docs")}\tlink`,
  ];
  plant(far, [...strange, `100755 blob ${text}\tMISSION.md`]);
  const before = list(far);
  const paths = ["PROGRESS.md", "projects/x/PROGRESS.md", "NEXT_STEPS.md", "docs/PROGRESS.md", "link/PROGRESS.md"];
  const { store, words } = await openFar(await far.clone());
  const seen: unknown[] = [];
  const ours = ["MISSION.md", "deep/er/LEARNINGS.md"];
  const done = await store.transact(tell([...paths, ...ours, "../PROGRESS.md"], seen));
  expect(seen).toEqual([[null, null, null, null, null, "text\n", null, null]]);
  const after = list(far).filter((line) => !/\t(\.ltpm|deep)$/.test(line));
  const written = blob(far, "new\n");
  expect(after).toEqual(before.map((line) => line.replace(/^100755 blob \S+/, `100755 blob ${written}`)));
  expect(list(far, "-r").filter((line) => line.includes("deep"))).toEqual([
    `100644 blob ${written}\tdeep/er/LEARNINGS.md`,
  ]);
  expect([...(done.state.documents ?? [])].filter(([, bytes]) => bytes !== null).map(([path]) => path)).toEqual(ours);
  await store.read({ documents: paths });
  const said = words.map((word) => (word.kind === "documents_left" ? [...word.files, word.reason] : [word.kind]));
  expect(said).toEqual([
    ["PROGRESS.md", "PROGRESS.md is a symbolic link, not a file"],
    ["projects/x/PROGRESS.md", "projects is a submodule, not a folder"],
    ["NEXT_STEPS.md", "NEXT_STEPS.md is a folder, not a file"],
    ["docs/PROGRESS.md", "docs is a file, not a folder"],
    ["link/PROGRESS.md", "link is a symbolic link, not a folder"],
    ["../PROGRESS.md", "../PROGRESS.md is no path inside the branch"],
  ]);
  expect(words.slice(0, 1).map((word) => remoteWordLine(messagesIn("en"), word))).toEqual([
    "The queue goes on without PROGRESS.md: PROGRESS.md is a symbolic link, not a file.",
  ]);
  expect(localGit(far.bare, "fsck", "--no-dangling", "main")).toBe("");
});

test("bytes of any kind also from a pack, beside the queue's own folder and inside of it", async () => {
  const far = await started();
  const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x0a, 0x0d, 0x0a, 0xc3, 0x28, 0x0a]);
  const paths = ["PROGRESS.md", ".ltpm/notes/PROGRESS.md", "EMPTY.md"];
  far.commit({ "PROGRESS.md": bytes, ".ltpm/notes/PROGRESS.md": "inside\n", ".ltpm/other": "stays\n", "EMPTY.md": "" });
  const root = await far.clone();
  // Nothing of the clone lies loose any more.
  localGit(root, "repack", "-a", "-d", "-q");
  const { store } = await openFar(root);
  const { documents } = (await store.read({ documents: paths })).state;
  expect([...(documents?.values() ?? [])]).toEqual([bytes, Buffer.from("inside\n"), Buffer.of()]);
  await store.transact(tell([".ltpm/notes/PROGRESS.md"]));
  const files = list(far, "-r", "--name-only");
  expect(files).toEqual([
    ".ltpm/notes/PROGRESS.md",
    ".ltpm/other",
    ".ltpm/task-queue.json",
    "EMPTY.md",
    "PROGRESS.md",
    "README.md",
  ]);
  expect(localGit(far.bare, "show", "main:.ltpm/notes/PROGRESS.md")).toBe("new\n");
  const changed = localGit(far.bare, "diff", "--name-only", "main^", "main").trim().split("\n");
  expect(changed).toEqual([".ltpm/notes/PROGRESS.md", ".ltpm/task-queue.json"]);
  expect((await store.lastSeen({ documents: paths }))?.state.documents?.get("PROGRESS.md")).toEqual(bytes);
});

test.each<[string, string[] | null]>([
  ["PROGRESS.md", ["PROGRESS.md"]],
  ["projects/x y/é.md", ["projects", "x y", "é.md"]],
  ...["", "/PROGRESS.md", "a//b", "a/", "./a", "a/../b", "..", ".git/config", "a/.GIT/x", "a\\b", "a\0b"].map(
    (path): [string, null] => [path, null],
  ),
])("the parts of %j", (path, parts) => expect(partsOf(path)).toEqual(parts));
