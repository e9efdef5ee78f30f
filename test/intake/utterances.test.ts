import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type IntakeResult, intake, type Message } from "../../src/intake/intake.ts";

interface Row {
  readonly text: string;
  readonly source?: Message["source"];
  readonly author?: string;
  readonly author_type?: "User" | "Bot";
  readonly author_association?: string;
  readonly known?: readonly string[];
  readonly expect: Omit<IntakeResult, "tasks" | "unknown" | "ltpm"> & {
    readonly tasks: number;
    readonly contains?: readonly (readonly string[])[];
    readonly unknown?: readonly string[];
    readonly ltpm?: readonly string[];
  };
  readonly decided: boolean;
  readonly group: string;
  readonly why: string;
}

/** Labelled by somebody who had not seen the rules; each row names the sentence of the documents that decides it. */
const rows: Row[] = readFileSync(new URL("utterances.jsonl", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line));

const USUAL = Array.from({ length: 12 }, (_, n) => `T-${String(n + 1).padStart(2, "0")}`);

function messageOf(row: Row): Message {
  const { text, source = "issue_comment", author, author_type, author_association } = row;
  return {
    text,
    source,
    ...(author === undefined ? {} : { author }),
    ...(author_type === undefined ? {} : { authorType: author_type }),
    ...(author_association === undefined ? {} : { authorAssociation: author_association }),
  };
}

/** What differs from the label, in words; empty when the row is right. */
function differences(row: Row): string[] {
  const known = new Set(row.known ?? USUAL);
  const got = intake(messageOf(row), known);
  const want = row.expect;
  const wrong: string[] = [];
  const same = (name: string, a: unknown, b: unknown) => {
    if (JSON.stringify(a) !== JSON.stringify(b))
      wrong.push(`${name}: ${JSON.stringify(a)} instead of ${JSON.stringify(b)}`);
  };
  same("mode", got.mode, want.mode);
  same("kind", got.kind, want.kind);
  same("tasks", got.tasks.length, want.tasks);
  same("commands", got.commands, want.commands);
  if (want.unknown) same("unknown", [...got.unknown].sort(), [...want.unknown].sort());
  if (want.ltpm) same("ltpm", [...got.ltpm].sort(), [...want.ltpm].sort());
  for (const [index, parts] of (want.contains ?? []).entries()) {
    const task = got.tasks[index];
    const whole = `${task?.description ?? ""}\n${task?.details ?? ""}`.toLowerCase();
    for (const part of parts)
      if (!whole.includes(part.toLowerCase())) wrong.push(`task ${index + 1} lacks ${JSON.stringify(part)}`);
  }
  return wrong;
}

const judged = rows.map((row) => ({ row, wrong: differences(row) }));

function misses(decided: boolean): string[] {
  return judged
    .filter(({ row, wrong }) => row.decided === decided && wrong.length > 0)
    .map(
      ({ row, wrong }) =>
        `${row.group} ${JSON.stringify(row.text).slice(0, 160)} (${row.source ?? "issue_comment"}): ${wrong.join("; ")} — ${row.why}`,
    );
}

describe("the labelled utterances", () => {
  test("are enough, and balanced", () => {
    expect(rows.length).toBeGreaterThanOrEqual(268);
    expect(rows.filter((row) => row.expect.mode === "NONE").length).toBeGreaterThan(100);
    expect(new Set(rows.map((row) => row.group)).size).toBe(11);
  });

  test("where the source decides, at most 2 % are missed", () => {
    const missed = misses(true);
    expect(missed.length / rows.filter((row) => row.decided).length, `\n${missed.join("\n")}\n`).toBeLessThanOrEqual(
      0.02,
    );
  });

  test("where judgement decides, at most 10 % are missed", () => {
    const missed = misses(false);
    expect(missed.length / rows.filter((row) => !row.decided).length, `\n${missed.join("\n")}\n`).toBeLessThanOrEqual(
      0.1,
    );
  });
});
