/** Whatever the order, the duplicates and the number of runs: every comment has one effect and one reply. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyInbox } from "../../../src/dispatch/inbox/apply.ts";
import { commentsSince } from "../../../src/dispatch/inbox/cursor.ts";
import type { Person, SeenComment } from "../../../src/dispatch/inbox/types.ts";
import { brokenInvariants } from "../../../src/queue/invariants.ts";
import type { State } from "../../../src/state/state.ts";
import { at, NOW, runningTask, sampleSettings, sampleTask } from "../sample.ts";
import { ANN, BOT, comment, inbox, known, onGitHub, RICK, UNA } from "./mail.ts";

const WORLD = known(
  sampleTask({ id: "T-01" }),
  sampleTask({ id: "T-02", status: "blocked", completed_at: at(-30), blocked_reason: "no key", blocked_issue: 31 }),
  sampleTask({ id: "T-03", status: "done", completed_at: at(-30), verification: "passed" }),
  runningTask({ id: "T-04" }),
);

const BODIES = [
  "retry T-02",
  "skip T-02",
  "cancel T-04",
  "mark T-01 done",
  "retry T-03, T-04",
  "retry T-99",
  "show tasks",
  "/ltpm\n- fix the login page\n- update the docs",
  "add task: fix the login page (after T-01)",
  "LGTM",
  "/ltpm ?",
  "> retry T-02",
  "skip T-05",
  "done T-06",
];
const AUTHORS: Person[] = [ANN, ANN, ANN, RICK, UNA, BOT, { ...ANN, login: "zoe" }];

const comments: fc.Arbitrary<SeenComment[]> = fc
  .array(
    fc.record({
      body: fc.constantFrom(...BODIES),
      author: fc.constantFrom(...AUTHORS),
      // Several within one second are the rule.
      minutes: fc.constantFrom(-60, -45, -44, -30, -15, -9, -9, -8),
      edited: fc.nat(9).map((n) => n === 0),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((rows) =>
    rows
      .sort((a, b) => a.minutes - b.minutes)
      .map(({ body, author, minutes, edited }, index) =>
        comment(body, {
          id: 100 + index,
          author,
          created_at: onGitHub(minutes),
          updated_at: onGitHub(edited ? -1 : minutes),
        }),
      ),
  );

const run = (state: State, some: readonly SeenComment[], until = "") =>
  applyInbox(state, NOW, inbox(some, { comments_until: until }), sampleSettings()).state;

const essence = ({ queue }: State) => ({
  tasks: queue.tasks,
  lastId: queue.lastId,
  replies: (queue.outbox ?? []).map(({ id, text, reaction }) => [id, text, reaction]),
  seen: [...(queue.github?.seen ?? [])].sort(),
});

/** Any list made of these, in any order, each at least once. */
const mixed = (all: readonly SeenComment[]) =>
  fc
    .tuple(fc.shuffledSubarray([...all], { minLength: all.length }), fc.shuffledSubarray([...all]))
    .map(([every, again]) => [...every, ...again]);

describe("the same comments", () => {
  test("in any order, with any duplicates, any number of times: one state", () => {
    fc.assert(
      fc.property(
        comments.chain((all) =>
          fc.record({ all: fc.constant(all), runs: fc.array(mixed(all), { minLength: 1, maxLength: 4 }) }),
        ),
        ({ all, runs }) => {
          const wanted = run(WORLD, all);
          const found = runs.reduce((state, some) => run(state, some), WORLD);
          expect(essence(found)).toEqual(essence(wanted));
          // The second run and all others find nothing to write.
          expect(run(found, all)).toBe(found);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("seen bit by bit, as GitHub lists them from a cursor that moves: the same state, and few ids to remember", () => {
    fc.assert(
      fc.property(comments, fc.array(fc.nat(10), { maxLength: 6 }), (all, cuts) => {
        const ends = [...cuts.map((cut) => Math.min(cut, all.length)), all.length].sort((a, b) => a - b);
        let state = WORLD;
        for (const end of ends) {
          const since = commentsSince(state.queue, NOW) ?? "";
          const listed = all.slice(0, end).filter(({ updated_at }) => Date.parse(updated_at) >= Date.parse(since));
          state = run(state, listed, all[end]?.created_at ?? NOW);
        }
        const { seen: _ids, ...found } = essence(state);
        const { seen: _all, ...wanted } = essence(run(WORLD, all));
        expect(found).toEqual(wanted);
        // An old event that is run again long after finds nothing to do, whether its id is remembered or not.
        expect(run(state, all)).toBe(state);
      }),
      { numRuns: 200 },
    );
  });

  test("torn apart into runs in any order: one reply each, nothing added twice, the newest decision holds", () => {
    fc.assert(
      fc.property(
        comments.chain((all) =>
          fc.record({
            all: fc.constant(all),
            runs: fc.array(fc.shuffledSubarray(all), { maxLength: 4 }).map((some) => [...some, all]),
          }),
        ),
        ({ all, runs }) => {
          const state = runs.reduce((before, some) => run(before, some), WORLD);
          expect(brokenInvariants(state.queue, state.archive, 9)).toEqual([]);
          const replies = (state.queue.outbox ?? []).map(({ id }) => id);
          expect(new Set(replies).size).toBe(replies.length);
          expect([...replies].sort()).toEqual(
            essence(run(WORLD, all))
              .replies.map(([id]) => id)
              .sort(),
          );
          const uids = state.queue.tasks.map(({ uid }) => uid);
          expect([...uids].sort()).toEqual(
            run(WORLD, all)
              .queue.tasks.map(({ uid }) => uid)
              .sort(),
          );
          for (const task of state.queue.tasks) {
            const decided = all.filter(({ created_at }) => Date.parse(created_at) > Date.parse(task.decided_at ?? NOW));
            const newer = decided.filter(({ body, author, updated_at, created_at }) => {
              return (
                author.standing === "writer" &&
                author.type === "User" &&
                updated_at === created_at &&
                body === `skip ${task.id}`
              );
            });
            // A skip that is newer than the decision was refused or had nothing to do, or it would be the decision.
            if (newer.length > 0) expect(["done", "skipped"]).toContain(task.status);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test("four runs at once: whoever lands first, the others replay on what it wrote", () => {
    const all = Array.from({ length: 10 }, (_, n) =>
      comment(n % 2 === 0 ? "retry T-02" : `add task: fix page ${n}`, { id: 900 + n }),
    );
    let state = WORLD;
    let landed = 0;
    for (let runner = 0; runner < 4; runner += 1) {
      const next = run(state, all, NOW);
      if (next !== state) landed += 1;
      state = next;
    }
    expect(landed).toBe(1);
    expect(state.queue.tasks.map(({ id }) => id)).toEqual([
      "T-01",
      "T-02",
      "T-03",
      "T-04",
      "T-05",
      "T-06",
      "T-07",
      "T-08",
      "T-09",
    ]);
    expect(state.queue.outbox).toHaveLength(10);
    expect(state.queue.tasks[1]?.epoch).toBe(1);
  });
});

test("any text at all: nothing throws, and the state stays sound", () => {
  const piece = fc.oneof(
    fc.constantFrom(...BODIES, "```", "> ", "- [x] ", "<!-- ltpm:", "@ltpm", "\r\n", "T-02"),
    fc.string(),
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(" ")),
      fc.constantFrom(...AUTHORS),
      (body, author) => {
        const state = run(WORLD, [comment(body, { author })]);
        expect(brokenInvariants(state.queue, state.archive, 9)).toEqual([]);
        expect((state.queue.outbox ?? []).length).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 300 },
  );
});
