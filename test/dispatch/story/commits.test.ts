import { describe, expect, test } from "vitest";
import {
  type CommitLook,
  requestsOf,
  type SeenCommit,
  sinceHeard,
  withHeard,
} from "../../../src/dispatch/story/commits.ts";
import type { Queue } from "../../../src/queue/schema.ts";
import { queueOf, sampleTask } from "../sample.ts";

function commit(oid: string, parents: readonly string[], message: string, written = oid): SeenCommit {
  return { oid, parents, message, written };
}
const look = (head: string, ...commits: readonly SeenCommit[]): CommitLook => ({ head, commits });
const task = (id: string, value?: string) =>
  sampleTask({ id, uid: `uid-${id}`, ...(value ? { references: [{ kind: "commit", value }] } : {}) });
/** A queue that has heard everything up to the commit `base`. */
const heard = (queue: Queue): Queue => ({ ...queue, commits: { heads: ["base"] } });
const labels = (queue: Queue, seen: CommitLook) => requestsOf(queue, seen).map(({ id, where }) => `${id} ${where}`);

describe("what commits ask for", () => {
  test("the first look asks for nothing: what was written before counts for nothing", () => {
    const seen = look("b", commit("b", ["a"], "closes T-01"), commit("a", [], "closes T-02"));
    expect(labels(queueOf(task("T-01")), seen)).toEqual([]);
    expect(withHeard(queueOf(task("T-01")), seen).commits).toEqual({ heads: ["b"], handled: [] });
  });

  test("new ones, the oldest first", () => {
    const seen = look("b", commit("b", ["a"], "closes T-01"), commit("a", ["base"], "x\n\nTask: T-02"));
    expect(labels(heard(queueOf(task("T-01"))), seen)).toEqual(["T-02 a", "T-01 b"]);
  });

  test("once: not after a rebase, nor a second look", () => {
    const before = look("a", commit("a", ["base"], "closes T-01", "noon"));
    const queue = withHeard(heard(queueOf(task("T-01"))), before);
    expect(queue.commits).toEqual({ heads: ["base", "a"], handled: ["T-01@noon"] });
    expect(labels(queue, look("a2", commit("a2", ["base2"], "closes T-01", "noon")))).toEqual([]);
    expect(labels(queue, look("b", commit("b", ["a"], "closes T-01", "later")))).toEqual(["T-01 b"]);
    expect(withHeard(queue, look("a"))).toBe(queue);
  });

  test("never the words of an attempt: merged", () => {
    const seen = look(
      "m",
      commit("m", ["p", "w"], "Merge T-03 (ltpm/T-03-abc)"),
      commit("p", ["base"], "closes T-01"),
      commit("w", ["base"], "closes T-02"),
    );
    expect(labels(heard(queueOf(task("T-03", "m"))), seen)).toEqual(["T-01 p"]);
  });

  test("never the words of an attempt: the branch was moved forward to its commit", () => {
    const seen = look(
      "p",
      commit("p", ["w"], "closes T-01"),
      commit("w", ["v"], "more"),
      commit("v", ["base"], "closes T-02"),
    );
    expect(labels(heard(queueOf(task("T-03", "w"))), seen)).toEqual(["T-01 p"]);
  });

  test("a branch that a person merged speaks", () => {
    const seen = look("m", commit("m", ["base", "w"], "Merge branch 'parser'"), commit("w", ["base"], "closes T-02"));
    expect(labels(heard(queueOf(task("T-02"))), seen)).toEqual(["T-02 w"]);
  });

  test("no commit at all", () => {
    const queue = queueOf(task("T-01"));
    expect(withHeard(queue, { head: null, commits: [] })).toBe(queue);
  });

  test("what is kept stays small", () => {
    let queue = heard(queueOf(task("T-01")));
    for (let n = 0; n < 300; n++) queue = withHeard(queue, look(`c${n}`, commit(`c${n}`, [], `closes T-01`)));
    expect(queue.commits?.heads).toHaveLength(20);
    expect(queue.commits?.handled).toHaveLength(200);
    expect(queue.commits?.heads.at(-1)).toBe("c299");
  });
});

describe("the newest commits, without those that lie behind what was heard", () => {
  const [a, b, c, d] = [
    commit("a", ["before"], "closes T-01"),
    commit("b", ["a"], "closes T-02"),
    commit("c", ["a"], "closes T-03"),
    commit("d", ["b", "c"], "a merge"),
  ];
  const seen = look("d", d, c, b, a);
  test.each<[string, heads: readonly string[] | null, left: string[] | null]>([
    ["nobody has looked before", null, []],
    ["nothing is new", ["x", "d"], null],
    ["a branch came in", ["b"], ["d", "c"]],
    ["two heads are known", ["b", "c"], ["d"]],
    ["what was heard is further back", ["before"], ["d", "c", "b", "a"]],
  ])("%s", (_name, heads, left) => {
    const queue = queueOf(task("T-01"));
    const since = sinceHeard(heads === null ? queue : { ...queue, commits: { heads: [...heads] } }, seen);
    expect(since?.commits.map(({ oid }) => oid) ?? null).toEqual(left);
  });
  test("a circle in what a server says ends", () => {
    const round = look("b", commit("b", ["a"], ""), commit("a", ["b"], ""));
    expect(sinceHeard(heard(queueOf(task("T-01"))), round)?.commits).toHaveLength(2);
  });
});
