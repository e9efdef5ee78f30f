/** The agents we know. Facts as published by their makers and observed; every one of them changes a few times a year. */
import type { AgentPreset, ObjectOutput } from "./preset.ts";

const resultObject: Omit<ObjectOutput, "errors"> = {
  shape: "object",
  text: ["result"],
  session: ["session_id"],
  // Service errors come as `subtype: "success"` with `is_error: true`: neither alone is enough.
  ok: [
    { field: ["is_error"], is: false },
    { field: ["subtype"], is: "success" },
  ],
};

const claude: AgentPreset = {
  name: "claude",
  program: "claude",
  argv: ["-p", "--output-format", "json", "--permission-mode", "acceptEdits", "--add-dir", "{room}", "{args}"],
  stdin: "instruction",
  output: {
    ...resultObject,
    cost: ["total_cost_usd"],
    errors: [["errors"], ["result"], ["subtype"]],
    status: ["api_error_status"],
    denials: { list: ["permission_denials"], name: ["tool_name"] },
  },
  exits: {},
  keys: [
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_AUTH_TOKEN",
    "ANTHROPIC_BASE_URL",
    "ANTHROPIC_MODEL",
    "CLAUDE_CODE_OAUTH_TOKEN",
    "CLAUDE_CONFIG_DIR",
  ],
  setup: [
    "Install Claude Code: npm install -g @anthropic-ai/claude-code",
    "Log in once with `claude`, or set ANTHROPIC_API_KEY.",
  ],
};

const codex: AgentPreset = {
  name: "codex",
  program: "codex",
  // `-`: the prompt comes on standard input.
  argv: [
    ...["exec", "--json", "--skip-git-repo-check", "--sandbox", "workspace-write", "--add-dir", "{room}"],
    ...["-o", "{last}", "{args}", "-"],
  ],
  stdin: "instruction",
  lastMessage: "last-message.md",
  output: {
    shape: "lines",
    text: [
      { type: "item.completed", where: { field: ["item", "type"], is: "agent_message" }, field: ["item", "text"] },
    ],
    session: [["thread_id"]],
    finished: [{ type: "turn.completed" }],
    failed: [{ type: "turn.failed" }],
    troubles: [{ type: "error" }],
    errors: [["error", "message"], ["message"]],
  },
  exits: { 2: { means: "it does not know one of its arguments", permanent: true } },
  keys: ["OPENAI_API_KEY", "CODEX_API_KEY", "OPENAI_BASE_URL", "CODEX_HOME"],
  setup: ["Install Codex: npm install -g @openai/codex", "Log in once with `codex login`, or set CODEX_API_KEY."],
};

const gemini: AgentPreset = {
  name: "gemini",
  program: "gemini",
  argv: ["--output-format", "json", "--approval-mode=yolo", "--include-directories", "{room}", "{args}"],
  stdin: "instruction",
  output: {
    shape: "object",
    text: ["response"],
    session: ["session_id"],
    errors: [
      ["error", "message"],
      ["error", "type"],
    ],
    ok: [],
    failed: ["error"],
    status: ["error", "code"],
  },
  exits: {
    41: { means: "it is not logged in", permanent: true },
    42: { means: "it does not accept its arguments or its input", permanent: true },
    44: { means: "its sandbox cannot be started", permanent: true },
    52: { means: "its configuration is wrong", permanent: true },
    53: { means: "it used up its turns" },
    55: { means: "it does not trust the folder", permanent: true },
    130: { means: "it was cancelled" },
  },
  keys: [
    ...["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CLOUD_PROJECT"],
    ...["GOOGLE_CLOUD_LOCATION", "GOOGLE_GENAI_USE_VERTEXAI", "GEMINI_MODEL"],
  ],
  // Without a terminal it refuses to work in a folder that nobody has trusted; ours is a minute old.
  env: { GEMINI_CLI_TRUST_WORKSPACE: "true" },
  setup: ["Install Gemini CLI: npm install -g @google/gemini-cli", "Log in once with `gemini`, or set GEMINI_API_KEY."],
};

const copilot: AgentPreset = {
  name: "copilot",
  program: "copilot",
  argv: [
    ...["-p", "{prompt}", "--output-format=json", "-s", "--no-ask-user", "--allow-tool=write"],
    ...["--allow-tool=shell(git:*)", "--add-dir", "{room}", "{args}"],
  ],
  stdin: "instruction",
  output: {
    shape: "lines",
    // Two streams are in use, by the model's maker: events with `data`, and flat messages.
    text: [
      { type: "assistant.message", field: ["data", "content"] },
      { type: "assistant.message", field: ["content"] },
      { type: "message", where: { field: ["role"], is: "assistant" }, field: ["content"] },
    ],
    session: [["sessionId"], ["data", "sessionId"], ["session_id"]],
    finished: [{ type: "result" }, { type: "session.shutdown" }, { type: "assistant.message" }, { type: "message" }],
    failed: [{ type: "session.error" }, { type: "error" }],
    troubles: [],
    errors: [["data", "message"], ["error", "message"], ["message"]],
  },
  exits: {},
  keys: ["COPILOT_GITHUB_TOKEN", "COPILOT_MODEL"],
  setup: [
    "Install Copilot CLI: npm install -g @github/copilot",
    "Log in once with `copilot` and /login, or set COPILOT_GITHUB_TOKEN.",
  ],
};

const opencode: AgentPreset = {
  name: "opencode",
  program: "opencode",
  // It appends standard input to its arguments, so the instruction goes there alone.
  argv: ["run", "--format", "json", "{args}"],
  stdin: "instruction",
  output: {
    shape: "lines",
    text: [{ type: "text", field: ["part", "text"] }],
    joined: true,
    session: [["sessionID"], ["part", "sessionID"]],
    cost: { type: "step_finish", field: ["part", "cost"] },
    // There is no last event: an exit of 0 without an error event is a success.
    finished: [],
    failed: [{ type: "error" }],
    troubles: [],
    errors: [["error", "data", "message"], ["error", "message"], ["error", "name"], ["message"]],
  },
  exits: {},
  keys: [
    ...["OPENCODE_API_KEY", "OPENCODE_CONFIG", "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY"],
    "OPENROUTER_API_KEY",
  ],
  setup: ["Install OpenCode: npm install -g opencode-ai", "Log in once with `opencode auth login`."],
};

const cursor: AgentPreset = {
  name: "cursor-agent",
  program: "cursor-agent",
  argv: ["-p", "--output-format", "json", "--trust", "--force", "{args}", "{prompt}"],
  stdin: "nothing",
  // On a failure it prints no JSON at all: the words stand on standard error.
  output: { ...resultObject, errors: [["result"], ["subtype"]] },
  exits: {},
  keys: ["CURSOR_API_KEY"],
  setup: [
    "Install Cursor's agent: see https://cursor.com/cli",
    "Log in with `cursor-agent login`, or set CURSOR_API_KEY.",
  ],
};

const aider: AgentPreset = {
  name: "aider",
  program: "aider",
  argv: ["--message-file", "{task}", "--yes-always", "--no-stream", "--no-pretty", "{args}"],
  stdin: "nothing",
  // It exits 0 whether or not it could edit: what it did shows in the files alone.
  output: {
    shape: "plain",
    failures: ["litellm.AuthenticationError", "litellm.RateLimitError", "litellm.ServiceUnavailableError"],
    cost: "Cost: $",
  },
  exits: { 1: { means: "its configuration is wrong", permanent: true } },
  keys: [
    "ANTHROPIC_API_KEY",
    "OPENAI_API_KEY",
    "GEMINI_API_KEY",
    "DEEPSEEK_API_KEY",
    "OPENROUTER_API_KEY",
    "AIDER_MODEL",
  ],
  setup: [
    "Install aider: python -m pip install aider-install && aider-install",
    "Set your model's key, e.g. OPENAI_API_KEY.",
  ],
};

const plain: AgentPreset = {
  name: "plain",
  program: "",
  argv: ["{args}"],
  stdin: "instruction",
  output: { shape: "plain", failures: [] },
  exits: {},
  keys: [],
  setup: ["Set the agent's `argv` in the configuration to a program that reads an instruction on standard input."],
};

const ALL = [claude, codex, gemini, copilot, opencode, cursor, aider, plain];

/** Every preset by its name. */
export const PRESETS: ReadonlyMap<string, AgentPreset> = new Map(ALL.map((preset) => [preset.name, preset]));
