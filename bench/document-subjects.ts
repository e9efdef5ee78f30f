/** What the rows of the documents measure in process. */
import remarkParse from "remark-parse";
import { unified } from "unified";
import { rewrite } from "../src/triad/commands/rewrite.ts";
import { setPercent } from "../src/triad/commands/status.ts";
import { loadBlockParser } from "../src/triad/document/remark.ts";

/** The floor: the text parsed once by the library. */
export function parsedByRemark(text: string): () => number {
  const processor = unified().use(remarkParse);
  return () => processor.parse(text).children.length;
}

/** One line of the text changed, everything from its parse to the new text. */
export async function percentSet(): Promise<(text: string, percent: number) => number> {
  const parse = await loadBlockParser();
  return (text, percent) => rewrite(text, parse, [(document) => setPercent(document, percent)]).length;
}
