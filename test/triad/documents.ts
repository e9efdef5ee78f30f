/** The corpus as the tests read it: each document as it lies there and with other line ends, marks and endings. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadBlockParser } from "../../src/triad/document/remark.ts";

export const parser = await loadBlockParser();

export interface Sample {
  readonly name: string;
  readonly text: string;
}

const home = fileURLToPath(new URL("./corpus/", import.meta.url));

function textsIn(directory: string): Sample[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .sort()
    .map((name) => ({ name, text: readFileSync(join(directory, name), "utf8") }));
}

const own = textsIn(home);
const strangers = process.env.LTPM_CORPUS ? textsIn(process.env.LTPM_CORPUS) : [];

/** A document of the corpus by name. */
export function sample(name: string): string {
  const found = own.find((document) => document.name === name);
  if (found === undefined) throw new Error(`no document ${name} in the corpus`);
  return found.text;
}

function variants({ name, text }: Sample): Sample[] {
  const lf = text.replaceAll("\r\n", "\n");
  let line = 0;
  return [
    { name, text },
    { name: `${name}, CRLF`, text: lf.replaceAll("\n", "\r\n") },
    { name: `${name}, mixed`, text: lf.replace(/\n/g, () => (line++ % 3 === 0 ? "\r\n" : "\n")) },
    { name: `${name}, BOM`, text: `\ufeff${text.replace(/^\ufeff/, "")}` },
    { name: `${name}, no final line break`, text: text.replace(/[\r\n]+$/, "") },
  ];
}

/** Every document in every variant. */
export const DOCUMENTS: readonly Sample[] = [...own, ...strangers].flatMap(variants);
