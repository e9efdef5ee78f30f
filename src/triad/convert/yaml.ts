/** The YAML form: plain values only. Tags and aliases are refused before anything is built from them. */
import type { Document, Node, Scalar } from "yaml";
import { TriadFault } from "../fault.ts";

/** What this file needs of the library; it is loaded when a YAML file is. */
export type YamlLibrary = typeof import("./yaml-library.ts");

export async function loadYaml(): Promise<YamlLibrary> {
  return await import("./yaml-library.ts");
}

/** Text that a literal block gives back as it is: no control character, no other line break, no space that could go. */
const LITERAL =
  /^(?![ \t\n])[\t\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u;

function styled(yaml: YamlLibrary, value: unknown): Document {
  const document = new yaml.Document(value, { aliasDuplicateObjects: false });
  yaml.visit(document, {
    Scalar: (_, node: Scalar) => {
      if (typeof node.value !== "string" || !/[\n\r\ufeff]/.test(node.value)) return;
      node.type = LITERAL.test(node.value) && !/[ \t](?:\n|$)/.test(node.value) ? "BLOCK_LITERAL" : "QUOTE_DOUBLE";
    },
  });
  return document;
}

/** Keys keep their order; long lines stay whole. */
export function formatYaml(value: unknown, yaml: YamlLibrary): string {
  return styled(yaml, value).toString({ lineWidth: 0 });
}

/** Fields that hold text also where YAML reads a number: `version: 1.0`. */
const TEXT_FIELDS = new Set(["name", "created", "version", "date", "description", "task", "action", "current_stage"]);

function refuse(yaml: YamlLibrary, document: Document, text: string, file: string): void {
  const lineOf = (node: Node) => text.slice(0, node.range?.[0] ?? 0).split("\n").length;
  yaml.visit(document, {
    Alias: (_, node) => {
      throw new TriadFault("yaml_alias", { file, line: lineOf(node) });
    },
    Node: (_, node) => {
      if (!yaml.isAlias(node) && node.anchor) throw new TriadFault("yaml_alias", { file, line: lineOf(node) });
      if (node.tag) throw new TriadFault("yaml_tag", { file, line: lineOf(node) });
    },
    Pair: (_, { key, value }) => {
      if (!yaml.isScalar(key) || !yaml.isScalar(value)) return;
      const isText = typeof key.value === "string" && TEXT_FIELDS.has(key.value);
      if (isText && typeof value.value === "number" && value.source !== undefined) value.value = value.source;
    },
  });
}

/** @throws TriadFault `not_yaml`, `yaml_tag`, `yaml_alias` or `yaml_documents`, with the line */
export function parseYaml(text: string, file: string, yaml: YamlLibrary): unknown {
  let documents: readonly Document[];
  try {
    const parsed = yaml.parseAllDocuments(text.replace(/^\ufeff/, ""), { logLevel: "silent", merge: false });
    documents = [...parsed];
  } catch {
    // Nested deeper than the parser can follow.
    throw new TriadFault("not_yaml", { file });
  }
  const [document, second] = documents;
  if (document === undefined) throw new TriadFault("not_yaml", { file });
  if (second !== undefined) throw new TriadFault("yaml_documents", { file });
  const line = document.errors[0]?.linePos?.[0].line;
  if (document.errors.length > 0) throw new TriadFault("not_yaml", { file, ...(line === undefined ? {} : { line }) });
  refuse(yaml, document, text, file);
  return document.toJS({ maxAliasCount: 0 });
}
