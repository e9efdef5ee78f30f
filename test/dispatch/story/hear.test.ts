/** What people say by changing NEXT_STEPS.md, by commits and by words. */
import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../../src/config/defaults.ts";
import { newRequests } from "../../../src/dispatch/story/story.ts";
import type { Queue } from "../../../src/queue/schema.ts";
import { runningTask, sampleTask } from "../sample.ts";
import { becoming, edited, PARSE, queueOf, stateOf, tellOnce } from "./telling.ts";

const NEXT = "# Next Steps\n\n## Next\n\n- [ ] water the plants\n";
const two = () =>
  queueOf(sampleTask({ id: "T-01", description: "one" }), sampleTask({ id: "T-02", description: "two" }));

/** Two tasks whose boxes stand in the document. */
function told(next: string = NEXT) {
  return tellOnce(stateOf(two(), { progress: "# Progress\n", next })).state;
}

const status = (queue: Queue, id: string) => queue.tasks.find((task) => task.id === id)?.status;

describe("ticks", () => {
  const change = (from: string, to: string) => (text: string) => text.replace(from, to);
  const cases: [string, (text: string) => string, string[]][] = [
    ["a new tick", change("[ ] T-01", "[x] T-01"), ["T-01"]],
    ["a capital X", change("[ ] T-02", "[X] T-02"), ["T-02"]],
    ["two at once", (text) => text.replaceAll("[ ] T-", "[x] T-"), ["T-01", "T-02"]],
    ["a box of a person", change("[ ] water", "[x] water"), []],
    ["[-] says neither", change("[ ] T-01", "[-] T-01"), []],
    ["a line taken out", change("- [ ] T-01: one <!-- ltpm:T-01 -->\n", ""), []],
    ["a tick in a quotation", (text) => `${text}\n> - [x] T-01: one\n`, []],
    ["a tick in a fence", (text) => `${text}\n\`\`\`\n- [x] T-01: one\n\`\`\`\n`, []],
    ["words changed besides", change("[ ] T-01: one", "[x] T-01: ONE, at last"), ["T-01"]],
  ];
  for (const [name, how, done] of cases) {
    test(name, () => {
      const before = told();
      expect(newRequests(how(tellOnce(before).next), before.queue, DEFAULT_SETTINGS, PARSE)).toEqual(done);
      const heard = tellOnce(edited(before, "NEXT_STEPS.md", how));
      expect(heard.told.heard.done).toEqual(done);
      for (const id of ["T-01", "T-02"])
        expect(status(heard.state.queue, id)).toBe(done.includes(id) ? "done" : "pending");
      expect(tellOnce(heard.state).changed).toBe(false);
    });
  }

  test("the first sight of a document is a baseline: its ticks say nothing, later ones do", () => {
    const first = tellOnce(stateOf(two(), { next: "# Next\n\n- [x] T-01: from elsewhere\n- [ ] T-02: b\n" }));
    expect(first.told.heard.done).toEqual([]);
    expect(status(first.state.queue, "T-01")).toBe("pending");
    const later = tellOnce(edited(first.state, "NEXT_STEPS.md", (text) => text.replace("[ ] T-02", "[x] T-02")));
    expect(later.told.heard.done).toEqual(["T-02"]);
  });

  test("a label that stood there before its task was made says nothing", () => {
    const before = tellOnce(stateOf(queueOf(sampleTask()), { next: `${NEXT}- [x] T-02: of another tracker\n` })).state;
    const added = { ...before, queue: { ...before.queue, tasks: [...before.queue.tasks, sampleTask({ id: "T-02" })] } };
    const after = tellOnce(added);
    expect(after.told.heard.done).toEqual([]);
    expect(status(after.state.queue, "T-02")).toBe("pending");
  });

  test("an untick of a done task says nothing, and a stale line reopens nothing", () => {
    const done = tellOnce(edited(told(), "NEXT_STEPS.md", (text) => text.replace("[ ] T-01", "[x] T-01"))).state;
    const undone = tellOnce(edited(done, "NEXT_STEPS.md", (text) => text.replace("[x] T-01", "[ ] T-01")));
    expect(status(undone.state.queue, "T-01")).toBe("done");
    expect(undone.next).toContain("[ ] T-01");
    expect(tellOnce(undone.state).changed).toBe(false);
  });

  test("a tick ends the session of a running task", () => {
    const queue = queueOf(runningTask({ id: "T-01" }));
    const before = tellOnce(stateOf(queue, { next: NEXT })).state;
    const after = tellOnce(edited(before, "NEXT_STEPS.md", (text) => text.replace("[ ] T-01", "[x] T-01")));
    expect(after.told.heard.ended.map(({ id }) => id)).toEqual(["T-01"]);
    expect(after.state.queue.tasks[0]?.session ?? null).toBeNull();
  });

  test("a tick that a process of ours left behind when it was ended is nobody's", () => {
    const before = told();
    const settled = tellOnce(before, {
      intent: becoming((tasks) => tasks.map((task) => (task.id === "T-01" ? { ...task, status: "done" } : task))),
    });
    const crashed = { ...before, documents: settled.state.documents ?? new Map() };
    expect(tellOnce(crashed).told.heard.done).toEqual([]);
  });
});

describe("verification", () => {
  const tick = (text: string) => text.replace("[ ] T-01", "[x] T-01");

  test("objects: the box is put back, one line says why, and a later tick is heard", () => {
    const ticked = edited(told(), "NEXT_STEPS.md", tick);
    const objections = new Map([["T-01", "file docs/a.md: there is no file docs/a.md"]]);
    const refused = tellOnce(ticked, { pen: { objections } });
    expect(refused.told.heard).toMatchObject({ done: [], refused: [{ id: "T-01" }] });
    expect(refused.next).toContain("[ ] T-01");
    expect(refused.progress).toMatch(/T-01 is not done yet: file docs\/a\.md: there is no file docs\/a\.md/);
    expect(tellOnce(refused.state).changed).toBe(false);
    expect(tellOnce(edited(refused.state, "NEXT_STEPS.md", tick)).told.heard.done).toEqual(["T-01"]);
  });

  test("a tick that nobody has looked at waits, and is heard in the next cycle", () => {
    const queue = queueOf(sampleTask({ id: "T-01", acceptance: ["file:a.md"] }));
    const before = tellOnce(stateOf(queue, { next: NEXT })).state;
    const early = tellOnce(edited(before, "NEXT_STEPS.md", tick), { pen: { checked: new Set() } });
    expect(early.told.heard.done).toEqual([]);
    expect(early.next).toContain("[x] T-01");
    expect(tellOnce(early.state, { pen: { checked: new Set(["T-01"]) } }).told.heard.done).toEqual(["T-01"]);
  });

  test("a commit is heard without any document, and refused like a tick", () => {
    const request = { id: "T-02", by: "commit", where: "c0ffee" } as const;
    const bare = stateOf(two(), {});
    const done = tellOnce(bare, { pen: { requests: [request, { ...request, id: "T-99" }] } });
    expect(done.told.heard.done).toEqual(["T-02"]);
    const refused = tellOnce(bare, { pen: { requests: [request], objections: new Map([["T-02", "no"]]) } });
    expect(refused.told.heard.refused).toEqual([{ id: "T-02", why: "no" }]);
    expect(refused.changed).toBe(false);
  });
});

describe("boxes in a section for intake", () => {
  const section = (body: string, mark = "## Inbox <!-- ltpm:intake -->\n\n") => `# Next Steps\n\n${mark}${body}`;
  const cases: [string, string, string[]][] = [
    ["on the heading", section("- [ ] write docs\n"), ["write docs"]],
    ["on a line of its own", section("<!-- ltpm:intake -->\n\n- [ ] write docs\n", "## Inbox\n\n"), ["write docs"]],
    ["at the end of a paragraph", section("New: <!-- ltpm:intake -->\n\n- [ ] a\n- [ ] b\n", "## I\n\n"), ["a", "b"]],
    ["in a fence: no mark", section("```\n<!-- ltpm:intake -->\n```\n\n- [ ] a\n", "## I\n\n"), []],
    ["in a quotation: no mark", section("> <!-- ltpm:intake -->\n\n- [ ] a\n", "## I\n\n"), []],
    ["another section", section("text\n\n## Mine\n\n- [ ] a\n"), []],
    ["ticked, unclear, no box", section("- [x] a\n- [-] b\n- c\n"), []],
    ["labelled", section("- [ ] T-01: mine\n- [ ] T-50 later\n"), []],
    ["empty and template lines", section("- [ ] \n- [ ] Task A\n"), []],
    ["nested boxes belong to their task", section("- [ ] a\n  - [ ] b\n"), ["a"]],
    ["Chinese, ordered, CRLF", section("1. [ ] 写文档\r\n2. [ ] 发布\r\n"), ["写文档", "发布"]],
    ["hidden words are not the task's", section("- [ ] a <!-- why -->\n"), ["a"]],
  ];
  for (const [name, next, added] of cases) {
    test(name, () => {
      const heard = tellOnce(stateOf(two(), { next }));
      const fresh = heard.state.queue.tasks.slice(2);
      expect(fresh.map((task) => task.description)).toEqual(added);
      expect(heard.told.heard.added).toEqual(fresh.map(({ id }) => id));
      for (const { id } of fresh) expect(heard.next).toContain(`(${id}) <!-- ltpm:${id} -->`);
      expect(tellOnce(heard.state).changed).toBe(false);
    });
  }

  test("details and what it waits for are taken along; the person's line stays as it was", () => {
    const next = section("- [ ] deploy (after T-01)  \n  - to the **new** server\n  - at night\n");
    const heard = tellOnce(stateOf(two(), { next }));
    expect(heard.state.queue.tasks[2]).toMatchObject({
      description: "deploy",
      details: "- to the **new** server\n- at night",
      depends_on: ["T-01"],
      source: { kind: "edit" },
    });
    expect(heard.next).toContain("- [ ] deploy (after T-01) (T-03) <!-- ltpm:T-03 -->  \n  - to the **new** server\n");
  });

  test("an end of line that cannot carry a mark gets the label in front", () => {
    const next = section("- [ ] a <!-- open\n  still -->\n- [ ] b\\\n  more\n");
    const heard = tellOnce(stateOf(two(), { next }));
    expect(heard.next).toContain("- [ ] T-03: a <!-- open");
    expect(heard.next).toContain("- [ ] T-04: b\\");
    expect(tellOnce(heard.state).changed).toBe(false);
  });

  test("a line that was marked by a process that was ended becomes a task all the same", () => {
    const next = section("- [ ] write docs (T-03) <!-- ltpm:T-03 -->\n- [ ] more (T-07) <!-- ltpm:T-07 -->\n");
    const heard = tellOnce(stateOf(two(), { next }));
    expect(heard.told.heard.added).toEqual(["T-03", "T-04"]);
    expect(heard.next).toContain("- [ ] more (T-04) <!-- ltpm:T-04 -->");
    expect(heard.state.queue.tasks.map(({ description }) => description)).toEqual(["one", "two", "write docs", "more"]);
  });

  test("its line stays when the task is skipped: the words are a person's", () => {
    const heard = tellOnce(stateOf(two(), { next: section("- [ ] write docs\n") })).state;
    const skipped = tellOnce(heard, {
      intent: becoming((tasks) => tasks.map((task) => ({ ...task, status: "skipped" }))),
    });
    expect(skipped.next).toContain("write docs (T-03)");
    expect(skipped.next).not.toContain("T-01: one");
  });

  test("the same draws on another state give the same identities", () => {
    const next = section("- [ ] a\n- [ ] b\n");
    const uids = (queue: Queue) =>
      tellOnce(stateOf(queue, { next }))
        .state.queue.tasks.slice(-2)
        .map(({ uid }) => uid);
    expect(uids(two())).toEqual(uids(queueOf(sampleTask({ id: "T-41" }))));
  });
});

test("spoken words are recorded once, milestones where milestones stand", () => {
  const progress = "# P\n\n## Milestones\n\n### Completed\n\n- [2026-01-01] begun\n\n## Recent Activity\n\n- x\n";
  const said = [
    { kind: "checkpoint", id: "comment-7", text: "the import works <!-- ltpm:T-01 -->" },
    { kind: "milestone", id: "comment-8", text: "first release" },
  ] as const;
  const heard = tellOnce(stateOf(two(), { progress }), { pen: { said } });
  expect(heard.progress).toMatch(/- \[2026-11-21\] \[Milestone\] first release <!-- ltpm:comment-8 -->\n/);
  expect(heard.progress).toMatch(/12:00: the import works .*<!-- ltpm:comment-7 -->\n/);
  expect(heard.progress).not.toContain("<!-- ltpm:T-01 -->");
  expect(tellOnce(heard.state, { pen: { said } }).changed).toBe(false);
});

test("the record of a document of another branch is its own, and the document is never written", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const first = tellOnce(stateOf(two(), {}), { pen: { aside: bytes("# N\n\n- [ ] T-01: one\n") } });
  expect(first.told.heard.done).toEqual([]);
  const ticked = tellOnce(first.state, { pen: { aside: bytes("# N\n\n- [x] T-01: one\n") } });
  expect(ticked.told).toMatchObject({ heard: { done: ["T-01"] }, written: [] });
});
