/** A parser that does not parse the same piece twice: an intent is planned, applied, and applied anew when somebody was faster. */
import type { BlockParser } from "../../triad/document/remark.ts";

/** Characters of pieces that are kept; a tree takes many times as much. */
const MOST = 4_000_000;

const known = new WeakMap<BlockParser, BlockParser>();

/** The parser with its memory; the same for the same parser. */
export function remembering(parse: BlockParser): BlockParser {
  const before = known.get(parse);
  if (before !== undefined) return before;
  const trees = [new Map<string, ReturnType<BlockParser>>(), new Map<string, ReturnType<BlockParser>>()] as const;
  let size = 0;
  const remembered: BlockParser = (markdown, frontMatter) => {
    const kept = trees[frontMatter ? 1 : 0];
    const tree = kept.get(markdown) ?? parse(markdown, frontMatter);
    if (!kept.has(markdown) && size + markdown.length <= MOST) {
      kept.set(markdown, tree);
      size += markdown.length;
    }
    return tree;
  };
  known.set(parse, remembered);
  known.set(remembered, remembered);
  return remembered;
}
