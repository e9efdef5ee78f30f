/** Markdown to the source's fields and back, for documents of any shape: what has no field travels as text. */
import * as v from "valibot";
import { openDocument } from "../document/open.ts";
import type { BlockParser } from "../document/remark.ts";
import { TriadFault } from "../fault.ts";
import { TRIAD, type TriadName } from "../templates/project.ts";
import { CarriedSchema, type Converted, type Fields, FieldsSchema } from "./fields.ts";
import { readFields } from "./read-fields.ts";
import { writeFields } from "./write-fields.ts";

/** Texts by file name. */
export type Documents = Readonly<Record<string, string>>;

const FILE_NAME = /^[\p{L}\p{N}_-][\p{L}\p{N} ._-]*\.(?:md|markdown)$/iu;

/** A document's place in the triad, by its name in any case; null for others, which have no fields. */
export function triadName(name: string): TriadName | null {
  const upper = name.replace(/\.markdown$/i, ".md").toUpperCase();
  return TRIAD.find((known) => known.toUpperCase() === upper) ?? null;
}

/** `PROGRESS.md` → `PROGRESS.json`; converted files lie beside their source. */
export function convertedName(name: string, to: "md" | "json" | "yaml"): string {
  return `${name.replace(/\.[^.]*$/, "")}.${to}`;
}

/** One document, or several for the source's single object (`--joined`): their fields, and their whole text beside them. */
export function toConverted(documents: Documents, parse: BlockParser): Converted {
  let fields: Fields = {};
  for (const [name, text] of Object.entries(documents)) {
    const known = triadName(name);
    if (known !== null) fields = { ...fields, ...readFields(known, openDocument(text, parse)) };
  }
  const { project, progress, activity, next_steps } = fields;
  return {
    ...(project === undefined ? {} : { project }),
    ...(progress === undefined ? {} : { progress }),
    ...(activity === undefined ? {} : { activity }),
    ...(next_steps === undefined ? {} : { next_steps }),
    ltpm: { format: 1, documents: { ...documents } },
  };
}

/**
 * Checks that a JSON or YAML value has the source's shape.
 * @throws TriadFault `wrong_shape` with the path of the first field that has not, or `file_name`
 */
export function readConverted(value: unknown, file: string): Converted {
  const result = v.safeParse(v.intersect([FieldsSchema, CarriedSchema]), value);
  if (!result.success) {
    const field = result.issues[0].path?.map(({ key }) => String(key)).join(".") ?? "";
    throw new TriadFault("wrong_shape", { file, field });
  }
  const { ltpm, ...fields } = result.output;
  for (const name of Object.keys(ltpm?.documents ?? {})) {
    if (!FILE_NAME.test(name)) throw new TriadFault("file_name", { file, field: `ltpm.documents.${name}` });
  }
  return ltpm === undefined ? fields : { ...fields, ltpm: { format: 1, documents: ltpm.documents } };
}

/** The documents whose fields stand in an object that carries no text. */
function documentsOf(fields: Fields): TriadName[] {
  const names: TriadName[] = [];
  if (fields.project !== undefined) names.push("MISSION.md");
  if (fields.progress !== undefined || fields.activity !== undefined) names.push("PROGRESS.md");
  if (fields.next_steps !== undefined) names.push("NEXT_STEPS.md");
  return names;
}

/**
 * The documents again. With their text and the fields unchanged: the same bytes. Changed fields are written into the text;
 * without a text they are written into `blank`, the filled-in template of a document.
 * @throws TriadFault `field_not_writable`, or `no_documents`
 */
export function fromConverted(
  converted: Converted,
  file: string,
  parse: BlockParser,
  blank: (name: TriadName, project: string) => string,
): Documents {
  const { ltpm, ...fields } = converted;
  const texts: Record<string, string> = {};
  if (ltpm === undefined) {
    for (const name of documentsOf(fields)) texts[name] = blank(name, fields.project?.name ?? "");
  }
  const written = Object.entries(ltpm?.documents ?? texts).map(([name, text]) => {
    const known = triadName(name);
    return [name, known === null ? text : writeFields(known, text, fields, parse)] as const;
  });
  if (written.length === 0) throw new TriadFault("no_documents", { file });
  return Object.fromEntries(written);
}
