/** The demo's throwaway project: a few small programs that behave as programs and agents do, well and badly. */

/** What is in the repository before the first task: path → text. */
export const FILES: Readonly<Record<string, string>> = {
  "README.md":
    "# Paper boats\n\nA tiny project that LTPM works on. See https://example.com/paper and https://example.com/boats.\n",
  // Stands in for an agent: reads its instruction on standard input, forgets half of it, does better when told what was wrong.
  "tools/scribe.mjs": `import { readFileSync, writeFileSync } from "node:fs";
const instruction = readFileSync(0, "utf8");
const complaint = process.env.LTPM_COMPLAINT ?? "";
if (!instruction.includes("Write the file CHANGES.md")) process.exit(0);
writeFileSync("CHANGES.md", complaint === "" ? "Some changes.\\n" : "# Changes\\n\\n## 1.0\\n\\n- The boats float.\\n");
console.log("wrote CHANGES.md after reading " + instruction.split("\\n").length + " lines of instruction");
`,
  "tools/check-links.mjs": `import { readFileSync } from "node:fs";
const text = readFileSync("README.md", "utf8") + readFileSync("CHANGES.md", "utf8");
const links = text.match(/https:[^\\s).]+[^\\s]*/g) ?? [];
console.log(links.length + " links checked, all well-formed");
`,
  // Exits 0 having done nothing: what an agent that gave up looks like from outside.
  "tools/tidy.mjs": "process.exit(0);\n",
  "tools/publish.mjs": `import { existsSync, writeFileSync } from "node:fs";
if (!existsSync("APPROVED")) {
  writeFileSync(process.env.LTPM_RESULT_FILE, JSON.stringify({
    outcome: "blocked",
    blocked_reason: "nobody has approved the release yet",
    user_action_required: ["Create the file APPROVED in the repository"],
  }));
} else {
  writeFileSync("RELEASE", "1.0\\n");
  console.log("released 1.0");
}
`,
};

/** The demo's configuration: one agent, which is the script above. */
export const CONFIG = { agents: [{ name: "scribe", preset: "plain", argv: ["node", "tools/scribe.mjs"] }] };

/** The message that is taken in: a list, the second item depending on the first. */
export const MESSAGE = `Please do these for me:
1. Write the file CHANGES.md with a heading for 1.0
2. Check the links: \`node tools/check-links.mjs\` (after 1)
3. Tidy up: \`node tools/tidy.mjs\`
4. Publish the release: \`node tools/publish.mjs\``;

/** The check that the first task must pass. */
export const ACCEPT = "contains:CHANGES.md:/^## 1\\.0$/m";
