/** Remark with what the blocks of GFM and front matter take, and nothing that writes Markdown. */
import { frontmatterFromMarkdown } from "mdast-util-frontmatter";
import { gfmFootnoteFromMarkdown } from "mdast-util-gfm-footnote";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTaskListItemFromMarkdown } from "mdast-util-gfm-task-list-item";
import { frontmatter } from "micromark-extension-frontmatter";
import { gfmFootnote } from "micromark-extension-gfm-footnote";
import { gfmTable } from "micromark-extension-gfm-table";
import { gfmTaskListItem } from "micromark-extension-gfm-task-list-item";
import remarkParse from "remark-parse";
import { type Processor, unified } from "unified";
import type { BlockParser } from "./remark.ts";

/** Places are found by blocks alone; leaving inline marks out makes the work linear and several times shorter. */
const INLINE = [
  "attention",
  "autolink",
  "characterEscape",
  "characterReference",
  "codeText",
  "gfmFootnoteCall",
  "hardBreakEscape",
  "htmlText",
  "labelEnd",
  "labelStartImage",
  "labelStartLink",
];
const MATTER = ["yaml", "toml"] as const;

/** Blocks only: no pass over the texts in search of addresses. Options would do, but for unified `false` turns a plugin off. */
function blocks(this: Processor): void {
  this.data("micromarkExtensions", [gfmFootnote(), gfmTable(), gfmTaskListItem(), { disable: { null: INLINE } }]);
  this.data("fromMarkdownExtensions", [
    gfmFootnoteFromMarkdown(),
    gfmTableFromMarkdown(),
    gfmTaskListItemFromMarkdown(),
  ]);
}

function blocksBehindFrontMatter(this: Processor): void {
  blocks.call(this);
  const data = this.data();
  data.micromarkExtensions?.push(frontmatter([...MATTER]));
  data.fromMarkdownExtensions?.push(frontmatterFromMarkdown([...MATTER]));
}

/** The parser; making it costs a few milliseconds. */
export function blockParser(): BlockParser {
  const inside = unified().use(remarkParse).use(blocks).freeze();
  const withFrontMatter = unified().use(remarkParse).use(blocksBehindFrontMatter).freeze();
  return (markdown, frontMatter) => (frontMatter ? withFrontMatter : inside).parse(markdown);
}
