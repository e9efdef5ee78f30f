/** Markdown's block structure, by remark with GFM and front matter. Loaded on demand: it costs more than a whole hot command. */
import type { Root } from "mdast";
import type { Processor } from "unified";

/** Parses one piece of Markdown. Only a piece that starts with closed front matter is looked at for it. */
export type BlockParser = (markdown: string, frontMatter: boolean) => Root;

/** Places are found by blocks alone; leaving inline marks out makes the work linear and several times shorter. */
const INLINE = [
  "attention",
  "autolink",
  "characterEscape",
  "characterReference",
  "codeText",
  "emailAutolink",
  "gfmFootnoteCall",
  "hardBreakEscape",
  "htmlText",
  "labelEnd",
  "labelStartImage",
  "labelStartLink",
  "protocolAutolink",
  "strikethrough",
  "wwwAutolink",
];

/** A plugin: blocks only, and no second pass over the texts in search of addresses. */
function blocksOnly(this: Processor): void {
  const data = this.data();
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), { disable: { null: INLINE } }];
  data.fromMarkdownExtensions = (data.fromMarkdownExtensions ?? [])
    .flat()
    .map((extension) => ({ ...extension, transforms: [] }));
}

/** Loads remark once; further calls cost nothing. */
export async function loadBlockParser(): Promise<BlockParser> {
  const [{ unified }, parse, gfm, frontmatter] = await Promise.all([
    import("unified"),
    import("remark-parse"),
    import("remark-gfm"),
    import("remark-frontmatter"),
  ]);
  const inside = unified().use(parse.default).use(gfm.default).use(blocksOnly).freeze();
  const withFrontMatter = unified()
    .use(parse.default)
    .use(frontmatter.default, ["yaml", "toml"])
    .use(gfm.default)
    .use(blocksOnly)
    .freeze();
  return (markdown, frontMatter) => (frontMatter ? withFrontMatter : inside).parse(markdown);
}
