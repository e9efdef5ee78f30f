/** What a heading or label says, apart from how it is dressed: numbers, emoji, emphasis, remarks in brackets, a colon. */

const DRESS = /[`*_~]/g;
const REMARK = /\([^()]*\)|\[[^\][]*\]|【[^【】]*】/g;
const NUMBER =
  /^(?:\d{1,3}(?:\.\d{1,3})*|[一二三四五六七八九十]{1,3}|第[一二三四五六七八九十\d]{1,3}[步章节部])(?:[.)、:]\s*|\s+)/u;
const EDGE_START = /^[^\p{L}\p{N}]+/u;
const ASCII_NUMBER = /^\d{1,3}(?:\.\d{1,3})*(?:[.):]\s*|\s+)/;
/** Most titles: the properties of all of Unicode take milliseconds to make, which a hot command has not. */
const ASCII = /^[\x20-\x7e]*$/;
const ASCII_EDGE_START = /^[^A-Za-z0-9]+/;

function trimEnd(text: string, ending: RegExp): string {
  let end = text.length;
  while (end > 0 && !ending.test(text[end - 1] ?? "")) end--;
  return text.slice(0, end);
}

/** By letters and digits of ASCII alone, where there are no others. */
function plainAscii(title: string): string {
  const bare = title.toLowerCase().replace(DRESS, "").replace(REMARK, " ").replace(ASCII_EDGE_START, "");
  const text = bare.replace(ASCII_NUMBER, "").replace(ASCII_EDGE_START, "").replace(/\s+/g, " ");
  return trimEnd(text, /[a-z0-9]/);
}

/** `## 🎯 2. Next Steps (this week):` says `next steps`. */
export function plainTitle(title: string): string {
  if (ASCII.test(title)) return plainAscii(title);
  const bare = title.normalize("NFKC").toLowerCase().replace(DRESS, "").replace(REMARK, " ").replace(EDGE_START, "");
  return trimEnd(bare.replace(NUMBER, "").replace(EDGE_START, "").replace(/\s+/g, " "), /[\p{L}\p{N}]/u);
}
