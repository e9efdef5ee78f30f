import * as v from "valibot";
import { expect, test } from "vitest";
import { ANSWERS } from "../../src/cli/answers.ts";
import { runGit } from "../stores/local-store.ts";
import { repositoryAt, tidyUp, write } from "./arrange.ts";
import { answerOf } from "./command-line.ts";

tidyUp();

test("what --json prints is what the shapes say, and no more", async () => {
  const root = repositoryAt();
  runGit(root, "remote", "add", "origin", ".");
  write(root, "PROGRESS.md", "one\n");
  const name = (await answerOf(root, ["backup"])).saved[0].name;
  write(root, "PROGRESS.md", "two\n");
  const rows: [keyof typeof ANSWERS, string[]][] = [
    ["backup", ["backup"]],
    ["history", ["history"]],
    ["history-show", ["history", "--show", name]],
    ["history-diff", ["history", "--diff", name]],
    ["history-push", ["history", "--push"]],
    ["restore", ["restore", "--latest"]],
    ["restore", ["restore", name]],
    ["hooks", ["hooks", "install", "--dry-run"]],
    ["hooks", ["hooks", "install"]],
    ["hooks-status", ["hooks", "status"]],
    ["hooks", ["hooks", "uninstall"]],
    ["watch", ["watch", "--once"]],
    ["doctor", ["doctor"]],
  ];
  for (const [shape, args] of rows) {
    const answer = await answerOf(root, args);
    // What the shape does not know, parsing leaves out.
    const known = v.parse(ANSWERS[shape], answer);
    if (shape !== "doctor") expect(known, args.join(" ")).toEqual(answer);
  }
});
