/** Random walks of a queue and a person through the same documents. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { withStory } from "../../../src/dispatch/story/story.ts";
import type { Task } from "../../../src/queue/schema.ts";
import type { State } from "../../../src/state/state.ts";
import { at, sampleTask } from "../sample.ts";
import { edited, NOTHING, pen, queueOf, stateOf, tellOnce } from "./telling.ts";

const template = (language: string, name: string) =>
  readFileSync(new URL(`../../../templates/triad/${language}/${name}`, import.meta.url), "utf8");

const PAIRS = [
  { progress: template("en", "PROGRESS.md"), next: template("en", "NEXT_STEPS.md") },
  { progress: template("zh-CN", "PROGRESS.md"), next: template("zh-CN", "NEXT_STEPS.md").replaceAll("\n", "\r\n") },
  { progress: "Log\n===\n\nwords", next: "- [ ] mine\n  - deeper\n- [x] yours\n\n## Inbox <!-- ltpm:intake -->\n" },
  { progress: "# P\n\n## Status\n\n| a | b |\n|---|---|\n\n```\n## Blockers\n", next: "" },
];

type Act =
  | {
      readonly kind: "queue";
      readonly pick: number;
      readonly to: "done" | "blocked" | "skipped" | "retry" | "archive" | "add";
    }
  | {
      readonly kind: "delete" | "insert" | "tick";
      readonly path: "PROGRESS.md" | "NEXT_STEPS.md";
      readonly pick: number;
    };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    kind: fc.constant("queue" as const),
    pick: fc.nat(50),
    to: fc.constantFrom("done", "blocked", "skipped", "retry", "archive", "add" as const),
  }),
  fc.record({
    kind: fc.constantFrom("delete", "insert", "tick" as const),
    path: fc.constantFrom("PROGRESS.md", "NEXT_STEPS.md" as const),
    pick: fc.nat(200),
  }),
);

function moved(task: Task, to: string, step: number): Task {
  const { completed_at: _ended, ...rest } = task;
  if (to === "retry")
    return { ...rest, status: "pending", epoch: (task.epoch ?? 0) + 1, completed_at: null, blocked_reason: null };
  if (task.status !== "pending") return task;
  if (to === "done" || to === "skipped") return { ...rest, status: to, completed_at: at(step) };
  return to === "blocked" ? { ...rest, status: to, completed_at: at(step), blocked_reason: "why" } : task;
}

function changedQueue(state: State, { pick, to }: Extract<Act, { kind: "queue" }>, step: number): State {
  const { queue } = state;
  if (to === "add") {
    const id = `T-${String(Number(queue.lastId?.slice(2) ?? 0) + 1).padStart(2, "0")}`;
    return {
      ...state,
      queue: { ...queue, lastId: id, tasks: [...queue.tasks, sampleTask({ id, description: `new ${id}` })] },
    };
  }
  const chosen = queue.tasks[pick % Math.max(1, queue.tasks.length)];
  if (chosen === undefined) return state;
  if (to !== "archive")
    return {
      ...state,
      queue: { ...queue, tasks: queue.tasks.map((task) => (task === chosen ? moved(task, to, step) : task)) },
    };
  const leaves = chosen.status === "done" || chosen.status === "skipped";
  return leaves ? { ...state, queue: { ...queue, tasks: queue.tasks.filter((task) => task !== chosen) } } : state;
}

/** What a person's line may start with. */
const LEADS = ["", "  - ", "- [ ] "];
/** Lines of ours that are drawn once: their ids. */
const ENTRY = /<!-- ltpm:((?:task|milestone)-[^ ]+|T-\d+) -->/;

test("nothing is told twice, no deleted line comes back, no line of a person is lost", () => {
  const walk = fc.array(act, { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(fc.constantFrom(...PAIRS), fc.integer({ min: 0, max: 14 }), walk, (texts, count, acts) => {
      const tasks = Array.from({ length: count }, (_, index) =>
        sampleTask({ id: `T-${String(index + 1).padStart(2, "0")}` }),
      );
      let state = tellOnce(stateOf(queueOf(...tasks), texts), { pen: { op: "op-start" } }).state;
      const deleted = new Map<string, string>();
      const written = new Set<string>();
      for (const [step, what] of acts.entries()) {
        if (what.kind === "queue") state = changedQueue(state, what, step);
        else {
          state = edited(state, what.path, (text) => {
            const lines = text.split("\n");
            const place = what.pick % lines.length;
            const line = lines[place] ?? "";
            if (what.kind === "tick") return text.replace("[ ]", "[x]");
            if (what.kind === "insert") {
              written.add(`of a person ${step}`);
              return lines.toSpliced(place, 0, `${LEADS[what.pick % 3] ?? ""}of a person ${step}`).join("\n");
            }
            const id = ENTRY.exec(line)?.[1];
            if (id !== undefined) deleted.set(`${what.path} ${id}`, id);
            for (const own of written) if (line.includes(own)) written.delete(own);
            return lines.toSpliced(place, 1).join("\n");
          });
        }
        const told = tellOnce(state, { pen: { op: `op-${step}` }, now: at(step) });
        expect(tellOnce(told.state, { pen: { op: `op-${step}-again` }, now: at(step) }).changed).toBe(false);
        state = told.state;
        for (const [where, id] of deleted) {
          const text = where.startsWith("NEXT") ? told.next : told.progress;
          expect(text).not.toContain(`<!-- ltpm:${id} -->`);
        }
        const all = told.progress + told.next + told.learnings;
        for (const line of written) expect(all).toContain(line);
        expect(told.told.troubles).toEqual([]);
      }
    }),
    { numRuns: 25, seed: 4 },
  );
}, 60_000);

test("it is a function of the state: the same twice, and the same on a state that moved meanwhile", () => {
  const told = withStory(NOTHING, pen());
  const state = stateOf(queueOf(sampleTask({ status: "done", completed_at: at(0) })), PAIRS[0] ?? {});
  const other = { ...state, queue: { ...state.queue, tasks: [...state.queue.tasks, sampleTask({ id: "T-02" })] } };
  const first = told.apply(state, at(1));
  told.apply(other, at(2));
  expect(told.apply(state, at(1))).toEqual(first);
  expect(state.queue.documents).toBeUndefined();
});
