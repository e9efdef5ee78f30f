/** Markdown's block structure, by remark with GFM and front matter. Loaded on demand: it costs more than a whole hot command. */
import type { Root } from "mdast";

/** Parses one piece of Markdown. Only a piece that starts with closed front matter is looked at for it. */
export type BlockParser = (markdown: string, frontMatter: boolean) => Root;

/** Loads remark. */
export async function loadBlockParser(): Promise<BlockParser> {
  return (await import("./remark-blocks.ts")).blockParser();
}
