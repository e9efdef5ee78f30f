/** `ltpm merge-driver` as git calls it. */
import { describe, expect, test } from "vitest";
import { runCli } from "../../../src/cli/run.ts";
import { parseQueue } from "../../../src/queue/parse.ts";
import { serialiseQueue } from "../../../src/queue/write.ts";
import { queue, task } from "../../queue/samples.ts";
import { newRepository } from "./repository.ts";

type Texts = readonly [base: string | Uint8Array, ours: string | Uint8Array, theirs: string | Uint8Array];

async function drive(path: string, [base, ours, theirs]: Texts) {
  const repository = newRepository();
  repository.write(".merge_O", base);
  repository.write(".merge_A", ours);
  repository.write(".merge_B", theirs);
  const errors: string[] = [];
  const terminal = {
    ...{ env: { LANG: "C" }, cwd: repository.root, colour: false, interactive: false, columns: 80 },
    ...{ out: () => {}, err: (said: string) => void errors.push(said), input: async () => "" },
  };
  const code = await runCli(["merge-driver", "--", ".merge_O", ".merge_A", ".merge_B", path], terminal);
  return { code, err: errors.join(""), result: repository.read(".merge_A") };
}

const text = (...uids: string[]) => serialiseQueue(queue(...uids.map((uid, n) => task(`T-0${n + 1}`, { uid }))));
const QUEUE = ".ltpm/task-queue.json";

describe("what it can read is merged, exit 0", () => {
  test("the queue; without a common past too", async () => {
    for (const base of [text("a"), ""]) {
      const { code, err, result } = await drive(QUEUE, [base, text("a", "b"), text("a", "c")]);
      expect([code, err]).toEqual([0, ""]);
      expect(
        parseQueue(result, "f", { now: "2026-01-01T00:00:00Z", maxRetries: 3 }).tasks.map(({ uid }) => uid),
      ).toEqual(["a", "b", "c"]);
    }
  });
  test("a document in a folder with spaces, its line ends kept", async () => {
    const { code, result } = await drive("my docs/PROGRESS.md", ["- a\r\n", "- a\r\n- b\r\n", "- a\r\n- c\r\n"]);
    expect([code, result]).toEqual([0, "- a\r\n- b\r\n- c\r\n"]);
  });
});

describe("what it cannot read is git's, exit 1 with a sentence", () => {
  test.each<[string, string, Texts, RegExp, RegExp]>([
    ["half a queue", QUEUE, [text("a"), text("a", "b"), "{\n"], /task-queue\.json.*not valid JSON/, /^<{7} ours$/m],
    [
      "a newer queue",
      QUEUE,
      [text("a"), text("a", "b"), text("a").replace('"version": 2', '"version": 9')],
      /newer ltpm/,
      /^<{7} ours$/m,
    ],
    ["another file", "README.md", ["a\n", "b\n", "c\n"], /none of ltpm's files/, /^b$/m],
    ["a binary", "PROGRESS.md", ["a\n", "b\n", Buffer.from([1, 0, 2])], /PROGRESS\.md/, /^b$/m],
  ])("%s", async (_name, path, texts, said, result) => {
    const driven = await drive(path, texts);
    expect(driven.code).toBe(1);
    expect(driven.err.trimEnd().split("\n")).toHaveLength(1);
    expect(driven.err).toMatch(said);
    expect(driven.result).toMatch(result);
  });
});
