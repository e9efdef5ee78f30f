/** Writes the tables of inputs and outputs into README.md, from action.yml: `node scripts/update-readme.mjs`, with `--check` only to be told. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const root = new URL("..", import.meta.url);
const BEGIN = "<!-- action.yml: begin (written by scripts/update-readme.mjs) -->";
const END = "<!-- action.yml: end -->";

/** A text in a cell: a bar would end it. @param {string} text */
const cell = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ");

/** A default as code; nothing where there is none. @param {string | undefined} value */
const code = (value) => (value === undefined || value === "" ? "" : `\`${cell(value)}\``);

/**
 * Columns as wide as their widest cell, as a formatter leaves them.
 * @param {readonly (readonly string[])[]} rows
 */
function table(rows) {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(3, ...rows.map((row) => (row[at] ?? "").length)));
  const line = (/** @type {readonly string[]} */ row) =>
    `| ${row.map((text, at) => text.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

/**
 * README.md with the tables of this action.yml.
 * @param {string} readme
 * @param {string} action
 */
export function withTables(readme, action) {
  /** @type {{ inputs: Record<string, { description: string, default?: string }>, outputs: Record<string, { description: string }> }} */
  const { inputs, outputs } = parse(action);
  const inputRows = Object.entries(inputs).map(([name, input]) => [
    `\`${name}\``,
    code(input.default),
    cell(input.description),
  ]);
  const outputRows = Object.entries(outputs).map(([name, output]) => [`\`${name}\``, cell(output.description)]);
  const start = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (start < 0 || end < start) throw new Error(`README.md must hold "${BEGIN}" and, behind it, "${END}"`);
  const tables = `${table([["input", "default", ""], ...inputRows])}\n\n${table([["output", ""], ...outputRows])}`;
  return `${readme.slice(0, start)}${BEGIN}\n\n${tables}\n\n${readme.slice(end)}`;
}

function main() {
  const file = new URL("README.md", root);
  const before = readFileSync(file, "utf8");
  const after = withTables(before, readFileSync(new URL("action.yml", root), "utf8"));
  if (before === after) return;
  if (process.argv.includes("--check")) {
    console.error("README.md is not what action.yml says: run `node scripts/update-readme.mjs`");
    process.exitCode = 1;
  } else writeFileSync(file, after);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
