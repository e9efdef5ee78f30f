import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { invocationOf } from "../../src/executors/agents/invocation.ts";
import { PRESETS } from "../../src/executors/agents/presets.ts";
import { type AgentOutput, readAgentOutput } from "../../src/executors/agents/read-output.ts";
import type { AgentReport } from "../../src/verify/attempt-record.ts";
import { bench, tree } from "./workbench.ts";

const files = { room: "/room", task: "/room/task.md", result: "/room/result.json" };
const agent = (preset: string, args: string[] = [], argv?: string[]) =>
  ({ kind: "agent", agent: preset, preset, args, ...(argv === undefined ? {} : { argv }) }) as const;

function read(preset: string, output: Partial<AgentOutput>): AgentReport {
  const known = PRESETS.get(preset);
  if (known === undefined) throw new Error(preset);
  return readAgentOutput(known, { stdout: "", stderr: "", code: 0, ...output });
}

const lines = (...events: object[]) => events.map((event) => JSON.stringify(event)).join("\n");
const claude = (changes: object = {}) => ({
  ...{ type: "result", subtype: "success", is_error: false, result: "Did it.", session_id: "s-1" },
  ...{ num_turns: 3, total_cost_usd: 0.25, permission_denials: [] },
  ...changes,
});

describe("how agents are called", () => {
  const calls: readonly [string, string[], string[], "stdin" | "nothing"][] = [
    [
      "claude",
      ["--model", "x"],
      [
        "claude",
        "-p",
        "--output-format",
        "json",
        "--permission-mode",
        "acceptEdits",
        "--add-dir",
        "/room",
        "--model",
        "x",
      ],
      "stdin",
    ],
    [
      "codex",
      [],
      [
        "codex",
        "exec",
        "--json",
        "--skip-git-repo-check",
        "--sandbox",
        "workspace-write",
        "--add-dir",
        "/room",
        "-o",
        "/room/last-message.md",
        "-",
      ],
      "stdin",
    ],
    [
      "gemini",
      ["-m", "y"],
      ["gemini", "--output-format", "json", "--approval-mode=yolo", "--include-directories", "/room", "-m", "y"],
      "stdin",
    ],
    ["opencode", ["-m", "p/m"], ["opencode", "run", "--format", "json", "-m", "p/m"], "stdin"],
    ["cursor-agent", [], ["cursor-agent", "-p", "--output-format", "json", "--trust", "--force", "Do it."], "nothing"],
    [
      "aider",
      ["a.ts"],
      ["aider", "--message-file", "/room/task.md", "--yes-always", "--no-stream", "--no-pretty", "a.ts"],
      "nothing",
    ],
  ];
  test.each(calls)("%s", (preset, args, argv, stdin) => {
    const call = invocationOf(agent(preset, args), "Do it.", files);
    expect(call).toMatchObject({ argv, stdin: stdin === "stdin" ? "Do it." : "" });
  });

  test.each([
    ["a prompt that looks like an option", "--help", " --help"],
    [
      "a prompt longer than an argument may be",
      "x".repeat(150_000),
      "Read the file /room/task.md and do exactly what it says.",
    ],
  ])("%s", (_, instruction, prompt) => {
    for (const preset of ["copilot", "cursor-agent"]) {
      const call = invocationOf(agent(preset), instruction, files);
      expect("argv" in call && call.argv).toContain(prompt);
    }
  });

  test("a program of one's own, or another path for a known one, comes from the configuration", () => {
    expect(invocationOf(agent("plain", ["--fast"], ["my-agent", "run"]), "x", files)).toMatchObject({
      argv: ["my-agent", "run", "--fast"],
      stdin: "x",
    });
    expect(invocationOf(agent("aider", [], ["/opt/aider"]), "x", files)).toMatchObject({
      argv: ["/opt/aider", "--message-file", "/room/task.md", "--yes-always", "--no-stream", "--no-pretty"],
    });
  });

  test.each([
    ["an unknown preset", agent("skynet")],
    ["plain without a program", agent("plain")],
    ["an empty command", { kind: "command", argv: [] } as const],
    ["a person", { kind: "person" } as const],
  ])("%s has no call", (_, run) => expect(invocationOf(run, "x", files)).toHaveProperty("problem"));

  test("no preset hands on a token of GitHub's", () => {
    for (const preset of PRESETS.values()) expect(preset.keys).not.toContain("GITHUB_TOKEN");
  });
});

const ok = (text: string, more: Partial<AgentReport> = {}) => ({
  ok: true,
  text,
  error: null,
  transient: false,
  ...more,
});
const no = (error: RegExp, more: Partial<AgentReport> = {}) => ({
  ok: false,
  error: expect.stringMatching(error),
  transient: false,
  ...more,
});

describe("what agents say", () => {
  const cases: readonly [string, string, Partial<AgentOutput>, object][] = [
    ["claude", "well", { stdout: JSON.stringify(claude()) }, ok("Did it.", { session_id: "s-1", cost_usd: 0.25 })],
    [
      "claude",
      "with warnings before and behind",
      { stdout: `warn: {old}\nnote\n${JSON.stringify(claude(), null, 2)}\nbye\n` },
      ok("Did it."),
    ],
    [
      "claude",
      "as a list of messages",
      { stdout: JSON.stringify([{ type: "system" }, claude(), { type: "x" }]) },
      ok("Did it."),
    ],
    [
      "claude",
      "exit 0 with is_error",
      {
        stdout: JSON.stringify(
          claude({ is_error: true, subtype: "error_during_execution", result: undefined, errors: ["boom"] }),
        ),
      },
      no(/boom/),
    ],
    [
      "claude",
      "subtype success with is_error: a service error",
      { stdout: JSON.stringify(claude({ is_error: true, result: "API Error: 529 overloaded" })) },
      no(/529/, { transient: true }),
    ],
    [
      "claude",
      "a status of 429",
      { stdout: JSON.stringify(claude({ is_error: true, result: "wait", api_error_status: 429 })), code: 1 },
      no(/wait/, { transient: true }),
    ],
    [
      "claude",
      "out of turns, is_error false",
      { stdout: JSON.stringify(claude({ subtype: "error_max_turns", result: undefined })) },
      no(/error_max_turns/),
    ],
    [
      "claude",
      "no login",
      { stdout: JSON.stringify(claude({ is_error: true, result: "Invalid API key · Please run /login" })), code: 1 },
      no(/login/, { permanent: true }),
    ],
    ["claude", "well but exit 1", { stdout: JSON.stringify(claude()), code: 1 }, no(/exited 1/)],
    ["claude", "well but killed", { stdout: JSON.stringify(claude()), code: null }, no(/signal/)],
    [
      "claude",
      "denied tools",
      {
        stdout: JSON.stringify(
          claude({ permission_denials: [{ tool_name: "Bash" }, { tool_name: "Bash" }, { tool_name: "Write" }] }),
        ),
      },
      ok("Did it.", { error: "it was not allowed to use Bash, Write" }),
    ],
    ["claude", "no JSON", { stdout: "Hello, I am done!\n" }, no(/no JSON result: Hello/)],
    ["claude", "half JSON", { stdout: JSON.stringify(claude()).slice(0, -10) }, no(/no JSON/)],
    ["claude", "nothing", {}, no(/no JSON result$/)],
    ["claude", "nothing and exit 1", { code: 1 }, no(/no JSON/)],
    ["claude", "JSON of something else", { stdout: '{"type":"log"}' }, no(/failed|subtype/)],
    ["claude", "an empty answer", { stdout: JSON.stringify(claude({ result: "" })) }, no(/no answer/)],
    [
      "claude",
      "fields from a prototype do not count",
      { stdout: '{"__proto__":{"is_error":false,"subtype":"success","result":"x"}}' },
      no(/./),
    ],

    [
      "codex",
      "well",
      {
        stdout: lines(
          { type: "thread.started", thread_id: "t-1" },
          { type: "turn.started" },
          { type: "item.completed", item: { type: "reasoning", text: "hm" } },
          { type: "item.completed", item: { type: "agent_message", text: "Done." } },
          { type: "turn.completed", usage: {} },
        ),
      },
      ok("Done.", { session_id: "t-1", cost_usd: null }),
    ],
    [
      "codex",
      "its last message from the file",
      { stdout: lines({ type: "turn.completed" }), lastMessage: "The whole answer.\n" },
      ok("The whole answer."),
    ],
    [
      "codex",
      "turn.failed",
      {
        stdout: lines(
          { type: "thread.started", thread_id: "t" },
          { type: "turn.failed", error: { message: "stream disconnected: 503" } },
        ),
        code: 1,
      },
      no(/503/, { transient: true, session_id: "t" }),
    ],
    [
      "codex",
      "turn.failed with exit 0",
      { stdout: lines({ type: "turn.failed", error: { message: "no" } }, { type: "turn.completed" }) },
      no(/^no$/),
    ],
    [
      "codex",
      "an error that it got over",
      {
        stdout: lines(
          { type: "error", message: "Reconnecting... 1/5" },
          { type: "item.completed", item: { type: "agent_message", text: "ok" } },
          { type: "turn.completed" },
        ),
      },
      ok("ok"),
    ],
    [
      "codex",
      "an error event at the end, exit 0",
      { stdout: lines({ type: "thread.started", thread_id: "t" }, { type: "error", message: "401 Unauthorized" }) },
      no(/401/, { permanent: true }),
    ],
    [
      "codex",
      "interrupted without a word",
      { stdout: lines({ type: "thread.started", thread_id: "t" }) },
      no(/ends before/),
    ],
    [
      "codex",
      "an unknown option",
      { stderr: "error: unexpected argument '--add-dir' found", code: 2 },
      no(/argument/, { permanent: true }),
    ],
    ["codex", "no events", { stdout: "plain words" }, no(/no events: plain words/)],

    [
      "gemini",
      "well",
      { stdout: JSON.stringify({ session_id: "g", response: "Yes.", stats: { a: {} } }, null, 2) },
      ok("Yes.", { session_id: "g" }),
    ],
    [
      "gemini",
      "an error, exit 0",
      {
        stdout: JSON.stringify({ response: "half", error: { type: "ApiError", message: "quota exceeded", code: 429 } }),
      },
      no(/quota/, { transient: true, text: null }),
    ],
    [
      "gemini",
      "an error on standard error",
      {
        stderr: `Loaded.\n${JSON.stringify({ error: { type: "FatalAuthenticationError", message: "Please set an Auth method", code: 41 } }, null, 2)}`,
        code: 41,
      },
      no(/not logged in: .*Auth method/, { permanent: true }),
    ],
    [
      "gemini",
      "a wrong configuration",
      { stderr: "Invalid settings.json", code: 52 },
      no(/configuration is wrong.*settings/, { permanent: true }),
    ],
    ["gemini", "out of turns", { stdout: JSON.stringify({ error: { message: "max turns" } }), code: 53 }, no(/turns/)],

    [
      "copilot",
      "well",
      {
        stdout: lines(
          { type: "assistant.message", data: { content: "One" } },
          { type: "assistant.message", data: { content: "Two" } },
          { type: "result", sessionId: "c-1", exitCode: 0 },
        ),
      },
      ok("Two", { session_id: "c-1" }),
    ],
    [
      "copilot",
      "the flat form",
      {
        stdout: lines(
          { type: "message", role: "user", content: "q" },
          { type: "message", role: "assistant", content: "a" },
        ),
      },
      ok("a"),
    ],
    [
      "copilot",
      "an error event",
      { stdout: lines({ type: "session.error", data: { message: "You are not authenticated" } }), code: 1 },
      no(/authenticated/, { permanent: true }),
    ],

    [
      "opencode",
      "well",
      {
        stdout: lines(
          { type: "step_start", sessionID: "o" },
          { type: "text", sessionID: "o", part: { text: "a" } },
          { type: "text", part: { text: "b" } },
          { type: "step_finish", part: { cost: 0.5 } },
          { type: "step_finish", part: { cost: 0.25 } },
        ),
      },
      ok("a\nb", { session_id: "o", cost_usd: 0.75 }),
    ],
    [
      "opencode",
      "an error event with exit 0",
      {
        stdout: lines(
          { type: "text", part: { text: "a" } },
          { type: "error", error: { name: "APIError", data: { message: "Rate limit reached" } } },
        ),
      },
      no(/Rate limit/, { transient: true }),
    ],

    [
      "cursor-agent",
      "well",
      {
        stdout: JSON.stringify({
          type: "result",
          subtype: "success",
          is_error: false,
          result: "ok",
          session_id: "u",
          duration_ms: 1,
        }),
      },
      ok("ok", { session_id: "u" }),
    ],
    [
      "cursor-agent",
      "a failure without JSON",
      { stderr: "Error: Not logged in. Run cursor-agent login", code: 1 },
      no(/Not logged in/, { permanent: true }),
    ],

    [
      "aider",
      "exit 0, whatever it did",
      { stdout: "Tokens: 1k sent. Cost: $0.01 message, $0.01 session.\nCost: $0.02 message, $0.03 session.\n" },
      { ok: true, cost_usd: 0.02, session_id: null },
    ],
    [
      "aider",
      "exit 0 with an error of the service",
      { stdout: "litellm.RateLimitError: too many requests\n" },
      no(/RateLimit/, { transient: true }),
    ],
    ["aider", "exit 1", { stderr: "Bad config file", code: 1 }, no(/Bad config/, { permanent: true })],

    ["plain", "exit 0", { stdout: "words\n" }, ok("words", { session_id: null, cost_usd: null })],
    [
      "plain",
      "exit 3",
      { stdout: "words", stderr: "ECONNREFUSED", code: 3 },
      no(/exited 3: ECONNREFUSED/, { transient: true }),
    ],
  ];
  test.each(cases)("%s: %s", (preset, _, output, report) => {
    expect(read(preset, output)).toMatchObject(report);
  });

  test("an answer that speaks of errors is no error", () => {
    const report = read("claude", {
      stdout: JSON.stringify(claude({ result: "Fixed the 429 rate limit and the invalid API key." })),
    });
    expect(report).toMatchObject({ ok: true, transient: false, error: null });
    expect(report.permanent).toBeUndefined();
  });

  test("megabytes of events are read in little time", () => {
    const noise = lines({ type: "tool_use", part: { text: "x".repeat(500) } });
    const stdout = `${`${noise}\n`.repeat(10_000)}${lines({ type: "text", part: { text: "end" } })}`;
    const before = performance.now();
    expect(read("opencode", { stdout }).text).toBe("end");
    const garbage = `${"{ no json\n".repeat(100_000)}${JSON.stringify(claude())}`;
    expect(read("claude", { stdout: garbage }).ok).toBe(true);
    expect(read("claude", { stdout: "{ no json\n".repeat(100_000) }).ok).toBe(false);
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});

describe("agents that really run", () => {
  const script = (body: string) => `#!/bin/sh\n${body}\n`;
  const json = (value: object) => `cat <<'END'\n${JSON.stringify(value)}\nEND`;

  test("an agent reads its prompt, edits its tree, and its answer is redacted", async () => {
    const b = await bench({ env: { ANTHROPIC_API_KEY: "sk-ant-key-of-the-agent-1" } });
    b.program(
      "claude",
      script(
        `cat > prompt.txt; test -n "$ANTHROPIC_API_KEY" || exit 9\n${json(claude({ result: "see sk-ant-key-of-the-agent-1" }))}`,
      ),
    );
    const record = await b.run({ run: agent("claude"), instruction: "Write.", place: tree("ltpm/T-01-q") });
    expect(record.agent).toMatchObject({ ok: true, text: "see [redacted]", session_id: "s-1" });
    expect(b.git("show", `${record.commit}:prompt.txt`)).toBe("Write.");
  });

  test("an agent that waits for the end of its input sees it; one that must not get any gets none", async () => {
    const b = await bench();
    b.program(
      "codex",
      script(
        `cat >/dev/null\n${json({ type: "turn.completed" })}\nprintf last > "$(echo "$@" | sed 's/.* -o \\([^ ]*\\).*/\\1/')"`,
      ),
    );
    b.program(
      "cursor-agent",
      script(
        `test -z "$(cat)" || exit 3\n${json({ subtype: "success", is_error: false, result: "ok", session_id: "s" })}`,
      ),
    );
    expect((await b.run({ run: agent("codex") })).agent).toMatchObject({ ok: true, text: "last" });
    expect((await b.run({ run: agent("cursor-agent") })).agent).toMatchObject({ ok: true, text: "ok" });
  });

  test("an agent that is not there, or not logged in, is a permanent fault with the steps to set it up", async () => {
    const b = await bench({ env: { PATH: "/usr/bin:/bin" } });
    const missing = await b.run({ run: agent("gemini") });
    expect(missing.exit.fault).toMatchObject({
      code: "command_not_found",
      steps: [...(PRESETS.get("gemini")?.setup ?? []), expect.anything()],
    });
    const c = await bench();
    c.program("gemini", script("echo 'Please set an Auth method' >&2; exit 41"));
    const refused = await c.run({ run: agent("gemini"), checks: [{ kind: "exit" }] });
    expect(refused).toMatchObject({
      agent: { ok: false, permanent: true },
      exit: { code: 41, fault: { code: "agent_setup" } },
      checks: [{ ok: false }],
    });
  });

  test("an agent that prints megabytes before its result is still understood", async () => {
    const b = await bench();
    b.program("claude", script(`cat >/dev/null; yes 'working on it' | head -c 20000000; echo\n${json(claude())}`));
    const record = await b.run({ run: agent("claude") });
    expect(record.agent).toMatchObject({ ok: true, text: "Did it." });
  });

  test("aider that exits 0 without a commit or a change fails the diff", async () => {
    const b = await bench();
    b.program("aider", script('grep -q Write "$2" && echo "I could not apply the edit"'));
    const checks = [{ kind: "diff", forbidden: [], allowed: [] }] as const;
    const record = await b.run({ run: agent("aider"), instruction: "Write.\n", place: tree("ltpm/T-01-r"), checks });
    expect(record).toMatchObject({ agent: { ok: true }, checks: [{ check: "diff", ok: false }] });
  });

  test("a full answer stands in the room, the task file too, and both are gone afterwards", async () => {
    const b = await bench();
    b.program("agent-x", script('cp "$LTPM_TASK_FILE" task-copy; dirname "$LTPM_RESULT_FILE" > room'));
    await b.run({ run: agent("plain", [], ["agent-x"]), instruction: "Task text" });
    expect(readFileSync(`${b.repo}/task-copy`, "utf8")).toBe("Task text");
    const room = readFileSync(`${b.repo}/room`, "utf8").trim();
    expect(room.startsWith(b.rooms)).toBe(true);
    expect(room.split("/")).not.toContain(".git");
  });
});
