import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { QueueFault } from "../../src/queue/faults.ts";
import { goalOf } from "../../src/queue/goal.ts";
import { mergeQueues } from "../../src/queue/merge.ts";
import { mergedRecord } from "../../src/queue/merge-github.ts";
import { parseQueue } from "../../src/queue/parse.ts";
import type { GitHubRecord, Notice, Queue } from "../../src/queue/schema.ts";
import { serialiseQueue } from "../../src/queue/write.ts";
import { NOW, queue, task } from "./samples.ts";

const EARLY = "2026-11-21T08:00:00.000Z";
const read = (text: string) => parseQueue(text, "task-queue.json", { now: NOW, maxRetries: 3 });
const record = (fields: Partial<GitHubRecord> = {}): GitHubRecord => ({
  comments_since: EARLY,
  seen: [],
  issues_since: EARLY,
  ...fields,
});
const withRecord = (github: GitHubRecord): Queue => ({ ...queue(task("T-01")), github });

describe("what GitHub adds to the file", () => {
  const notices: Notice[] = [
    {
      id: "reply:comment-5",
      kind: "reply",
      uid: null,
      owed_at: NOW,
      issue: 7,
      comment: 5,
      text: "Done.",
      reaction: "rocket",
    },
    { id: "close_issue:uid-T-01:0:done", kind: "close_issue", uid: "uid-T-01", owed_at: NOW, issue: 31, why: "done" },
    { id: "report:uid-T-01:0:done", kind: "report", uid: "uid-T-01", owed_at: NOW, issue: 12 },
    { id: "first_run", kind: "first_run", uid: null, owed_at: NOW, claim: { by: "1.1", until: NOW, look: true } },
  ];

  test("is read back as it was written", () => {
    const full: Queue = {
      ...queue(
        task("T-01", {
          blocked_issue: 31,
          blocked_issue_state: "asked",
          reported: "0:done",
          source: { kind: "issue", url: "u", actor: "ann", event: "issue:12", issue: 12 },
        }),
      ),
      outbox: notices,
      github: record({ seen: [3, 1], taken: [12], handled: ["closed:31@x"], dashboard: 40, dashboard_hash: "abc" }),
    };
    expect(read(serialiseQueue(full))).toEqual(full);
  });

  test("unknown fields of it survive, behind ours", () => {
    const text = serialiseQueue(withRecord({ mine: { a: 1 }, ...record({ taken: [1] }) }));
    expect(serialiseQueue(read(text))).toBe(text);
    expect(Object.keys(read(text).github ?? {})).toEqual(["comments_since", "seen", "issues_since", "taken", "mine"]);
  });

  test("an empty list of ids stands in the file, so that the record stays whole", () => {
    expect(read(serialiseQueue(withRecord(record()))).github).toEqual(record());
  });

  const wrong: [name: string, github: unknown, place: string][] = [
    ["no cursor", { seen: [], issues_since: EARLY }, "comments_since"],
    ["a cursor that is no moment", record({ comments_since: "soon" }), "comments_since"],
    ["ids that are no numbers", { ...record(), seen: ["5"] }, "seen"],
    ["an issue that is none", record({ taken: [0] }), "taken"],
  ];
  test.each(wrong)("%s is a fault with its place", (_name, github, place) => {
    const text = JSON.stringify({ ...queue(), github });
    expect(() => read(text)).toThrow(QueueFault);
    expect(() => read(text)).toThrow(place);
  });
});

describe("two records become one", () => {
  const rows: [name: string, ours: GitHubRecord | undefined, theirs: GitHubRecord | undefined, merged: unknown][] = [
    ["neither", undefined, undefined, undefined],
    ["only ours", record({ seen: [1] }), undefined, record({ seen: [1] })],
    ["only theirs", undefined, record({ seen: [1] }), record({ seen: [1] })],
    ["the ids of both", record({ seen: [3, 1] }), record({ seen: [2, 3] }), record({ seen: [1, 2, 3] })],
    [
      "the later cursor of each kind",
      record({ comments_since: NOW }),
      record({ issues_since: NOW }),
      record({ comments_since: NOW, issues_since: NOW }),
    ],
    [
      "the issues and events of both",
      record({ taken: [12], handled: ["a@x"] }),
      record({ taken: [7, 12], handled: ["b@x", "a@x"] }),
      record({ taken: [7, 12], handled: ["a@x", "b@x"] }),
    ],
    [
      "our dashboard",
      record({ dashboard: 40, dashboard_hash: "a" }),
      record({ dashboard: 41, dashboard_hash: "b" }),
      record({ dashboard: 40, dashboard_hash: "a" }),
    ],
    ["their dashboard, when we have none", record(), record({ dashboard: 41 }), record({ dashboard: 41 })],
  ];
  test.each(rows)("%s", (_name, ours, theirs, merged) => expect(mergedRecord(ours, theirs)).toEqual(merged));

  test("queues merge with it, in both directions", () => {
    const base = withRecord(record());
    const ours = withRecord(record({ comments_since: NOW, seen: [5] }));
    const theirs = withRecord(record({ seen: [6] }));
    for (const [a, b] of [
      [ours, theirs],
      [theirs, ours],
    ] as const) {
      const { github } = mergeQueues(base, a, b, NOW).queue;
      expect({ ...github, seen: [...(github?.seen ?? [])].sort() }).toEqual(
        record({ comments_since: NOW, seen: [5, 6] }),
      );
    }
    expect(mergeQueues(null, queue(), queue(), NOW).queue).not.toHaveProperty("github");
  });

  test("nothing that one side acted on is forgotten in front of the cursor, and no cursor goes back", () => {
    const moments = fc.constantFrom(EARLY, "2026-11-21T08:30:00.000Z", NOW);
    const records = fc.record({ comments_since: moments, seen: fc.array(fc.nat(20)), issues_since: moments });
    fc.assert(
      fc.property(records, records, (a, b) => {
        const merged = mergedRecord(a, b);
        for (const side of [a, b]) {
          expect(merged?.seen).toEqual(expect.arrayContaining(side.seen));
          expect((merged?.comments_since ?? "") >= side.comments_since).toBe(true);
        }
      }),
    );
  });
});

describe("the goal of a task that was given none", () => {
  test.each([
    ["Fix the login. Then the docs.", "Fix the login."],
    ["Fix v1.2 of the parser", "Fix v1.2 of the parser"],
    ["修复登录。然后更新文档", "修复登录。"],
    ["Fix it\nwith care", "Fix it"],
    ["😀".repeat(300), "😀".repeat(200)],
  ])("%j", (description, goal) => expect(goalOf(description)).toBe(goal));
});
