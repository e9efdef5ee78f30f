/** What a heading or label says, apart from how it is dressed: numbers, emoji, emphasis, remarks in brackets, a colon. */

const DRESS = /[`*_~]/g;
const REMARK = /\([^()]*\)|\[[^\][]*\]|【[^【】]*】/g;
const NUMBER =
  /^(?:\d{1,3}(?:\.\d{1,3})*|[一二三四五六七八九十]{1,3}|第[一二三四五六七八九十\d]{1,3}[步章节部])(?:[.)、:]\s*|\s+)/u;
const EDGE_START = /^[^\p{L}\p{N}]+/u;

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && !/[\p{L}\p{N}]/u.test(text[end - 1] ?? "")) end--;
  return text.slice(0, end);
}

/** `## 🎯 2. Next Steps (this week):` says `next steps`. */
export function plainTitle(title: string): string {
  const bare = title.normalize("NFKC").toLowerCase().replace(DRESS, "").replace(REMARK, " ").replace(EDGE_START, "");
  return trimEnd(bare.replace(NUMBER, "").replace(EDGE_START, "").replace(/\s+/g, " "));
}
