/** Carries conversions out. Nothing that only a target holds is lost, unless that is asked for. */
import { posix } from "node:path";
import { writeDocument } from "../../history/auto-save/document-file.ts";
import { seeDocument } from "../../history/auto-save/seen.ts";
import { DOCUMENT_WORDS } from "../../messages/documents.ts";
import { fromConverted, readConverted, toConverted } from "../../triad/convert/convert.ts";
import type { Converted } from "../../triad/convert/fields.ts";
import { formatJson, parseJson } from "../../triad/convert/json.ts";
import { formatYaml, loadYaml, parseYaml, type YamlLibrary } from "../../triad/convert/yaml.ts";
import { type BlockParser, loadBlockParser } from "../../triad/document/remark.ts";
import { decodeDocument, encodeDocument } from "../../triad/document/source.ts";
import { TriadFault } from "../../triad/fault.ts";
import { fillTemplate, type TriadName, templatePath } from "../../triad/templates/project.ts";
import { Problem } from "../failure.ts";
import { localStamp } from "../init/local-stamp.ts";
import type { Project } from "../project.ts";
import { template } from "../templates.ts";
import type { ConvertJob, Format } from "./convert-plan.ts";
import { readText, rewriteTexts } from "./texts.ts";

export interface ConvertedFile {
  readonly source: string;
  readonly target: string;
  /** Whether the target was changed. */
  readonly written: boolean;
}

interface Tools {
  readonly project: Project;
  readonly parse: BlockParser;
  readonly yaml: YamlLibrary | null;
  /** Replaces what a target holds of its own. */
  readonly force: boolean;
}

function format({ yaml }: Tools, value: Converted, to: Format): string {
  return to === "yaml" && yaml !== null ? formatYaml(value, yaml) : formatJson(value);
}

function parseAs({ yaml }: Tools, text: string, file: string, from: Format): Converted {
  return readConverted(from === "yaml" && yaml !== null ? parseYaml(text, file, yaml) : parseJson(text, file), file);
}

function sourceText({ project }: Tools, path: string): string {
  const text = readText(project, path);
  if (text === null) throw new Problem(DOCUMENT_WORDS[project.language].noFile(path));
  return text;
}

function converted(tools: Tools, { sources, from }: ConvertJob): Converted {
  const texts = sources.map((path) => [posix.basename(path), sourceText(tools, path)] as const);
  if (from === "md") return toConverted(Object.fromEntries(texts), tools.parse);
  const [[, text] = ["", ""]] = texts;
  return parseAs(tools, text, sources[0] ?? "", from);
}

/** Whether the file is just what `convert` made of the documents it carries: it holds nothing of its own. */
function isOurs(tools: Tools, text: string, path: string, form: Format): boolean {
  try {
    const { ltpm } = parseAs(tools, text, path, form);
    return ltpm !== undefined && format(tools, toConverted(ltpm.documents, tools.parse), form) === text;
  } catch (error) {
    if (error instanceof TriadFault) return false;
    throw error;
  }
}

/** Writes a JSON or YAML file beside its source. */
function writeData(tools: Tools, job: ConvertJob): ConvertedFile {
  const { project, force } = tools;
  const { target, to } = job;
  const source = job.sources.join(", ");
  const text = format(tools, converted(tools, job), to);
  const bytes = seeDocument(project.repository, target)?.bytes ?? null;
  if (bytes?.equals(encodeDocument(text))) return { source, target, written: false };
  if (bytes !== null && !force && !isOurs(tools, textOrNothing(bytes, target), target, to)) {
    throw new Problem(DOCUMENT_WORDS[project.language].targetChanged(target));
  }
  writeDocument(project.repository, target, encodeDocument(text));
  return { source, target, written: true };
}

function textOrNothing(bytes: Uint8Array, path: string): string {
  try {
    return decodeDocument(bytes, path);
  } catch (error) {
    if (error instanceof TriadFault) return "";
    throw error;
  }
}

/** Writes the Markdown again; one that was changed since it was converted is left as it is. */
async function writeMarkdown(tools: Tools, job: ConvertJob): Promise<ConvertedFile[]> {
  const { project, parse, force } = tools;
  const [source = ""] = job.sources;
  const dir = posix.dirname(source);
  const value = converted(tools, job);
  const at = localStamp(project.clock.now());
  const blank = (name: TriadName, title: string) =>
    fillTemplate(template(templatePath(project.language, name)), {
      name: title === "" ? posix.basename(dir) : title,
      at,
    });
  const documents = new Map(
    Object.entries(fromConverted(value, source, parse, blank)).map(([name, text]) => [
      posix.join(dir, name),
      { name, text },
    ]),
  );
  const bases = value.ltpm?.documents ?? {};
  const written = await rewriteTexts(project, [...documents.keys()], (texts) => {
    const changes = new Map<string, string>();
    for (const [path, { name, text }] of documents) {
      const now = texts.get(path) ?? null;
      if (now === text) continue;
      const base = Object.hasOwn(bases, name) ? bases[name] : undefined;
      if (now !== null && now !== base && !force) {
        throw new Problem(DOCUMENT_WORDS[project.language].documentChanged(path));
      }
      changes.set(path, text);
    }
    return changes;
  });
  return [...documents.keys()].map((target) => ({ source, target, written: written.includes(target) }));
}

/** Throws `Problem`, `TriadFault` and `HistoryError`. */
export async function runConversion(
  project: Project,
  jobs: readonly ConvertJob[],
  force: boolean,
): Promise<ConvertedFile[]> {
  const needsYaml = jobs.some(({ from, to }) => from === "yaml" || to === "yaml");
  const tools = { project, parse: await loadBlockParser(), yaml: needsYaml ? await loadYaml() : null, force };
  const files: ConvertedFile[] = [];
  for (const job of jobs) {
    if (job.to === "md") files.push(...(await writeMarkdown(tools, job)));
    else files.push(writeData(tools, job));
  }
  return files;
}
