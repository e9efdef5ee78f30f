/** GitHub's own language service, for workflows and action.yml. It imports bare JSON, which Node refuses: bundled here first. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ActionsMetadataProvider, validate } from "@actions/languageservice";
import { build } from "rolldown";
import { parse } from "yaml";

type Document = Parameters<typeof validate>[0];
type Metadata = Awaited<ReturnType<ActionsMetadataProvider["fetchActionMetadata"]>>;

interface Bundle {
  readonly validate: typeof validate;
  readonly TextDocument: { create(uri: string, language: string, version: number, text: string): Document };
}

export interface Finding {
  readonly line: number;
  readonly message: string;
}

export interface LanguageService {
  /** What is wrong in a file of that name. */
  check(name: string, text: string): Promise<readonly Finding[]>;
}

const ENTRY = `export { validate } from "@actions/languageservice";
export { TextDocument } from "vscode-languageserver-textdocument";`;

async function load(): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), "ltpm-language-"));
  const file = join(folder, "language.mjs");
  const entry = {
    name: "entry",
    resolveId: (id: string) => (id === "entry" ? id : undefined),
    load: (id: string) => (id === "entry" ? ENTRY : undefined),
  };
  try {
    const output = { file, format: "esm", codeSplitting: false } as const;
    await build({ input: "entry", plugins: [entry], platform: "node", external: /^node:/, logLevel: "silent", output });
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `known`: texts of action.yml by `owner/name`; what is said of any other action is not checked. */
export async function languageService(known: Readonly<Record<string, string>>): Promise<LanguageService> {
  const { validate, TextDocument } = await load();
  const fetchActionMetadata = async (action: { owner: string; name: string }): Promise<Metadata> => {
    const text = known[`${action.owner}/${action.name}`];
    return text === undefined ? undefined : parse(text);
  };
  // "Unable to resolve action `owner/name@…`": we did not say what it takes.
  const isStranger = (message: string) => {
    const action = /^Unable to resolve action `([^@`]+)@/.exec(message)?.[1];
    return action !== undefined && !(action in known);
  };
  let checked = 0;
  return {
    async check(name, text) {
      // The service remembers what it parsed by address.
      const document = TextDocument.create(`file:///${checked++}/${name}`, "yaml", 1, text);
      const found = await validate(document, { actionsMetadataProvider: { fetchActionMetadata } });
      return found
        .map(({ range, message }) => ({ line: range.start.line + 1, message: String(message) }))
        .filter(({ message }) => !isStranger(message));
    },
  };
}

export function ownAction(): string {
  return readFileSync(new URL("../../action.yml", import.meta.url), "utf8");
}
