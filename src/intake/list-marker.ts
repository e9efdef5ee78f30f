/** The marks that open a list item, in all the forms people type them. */
import { isHan } from "./normal.ts";
import { stick } from "./sticky.ts";

export interface Marker {
  /** Where the item's own text begins. */
  contentStart: number;
  ordered: boolean;
  /** The number that was written; null for bullets. */
  number: number | null;
  box: "none" | "open" | "ticked";
}

const BULLET = /(?:[-*+](?:[ \t]+|(?=[\u4e00-\u9fff])|$)|[•·●○▪■◆◇‣⁃►▸➤➢]\s*)/y;
const BOX = /\[([ x✓✔])\](?:\s+|$)/y;
const OPEN_BOX = /[☐□]\s*/y;
const TICKED_BOX = /(?:☑|✅|✔|✓|☒|✘)\uFE0F?\s*/y;
const HAN_NUMBER = "[一二三四五六七八九十]{1,3}";
const ORDERED: readonly RegExp[] = [
  /\(?(\d{1,9})\)(?:[.、:]\s*|\s*)(?!\d)/y,
  /(\d{1,9})\.(?:[ \t]+|$)/y,
  /(\d{1,4})\.(?=[a-z]{2}|[\u4e00-\u9fff`"\uE000-\uE003])/y,
  /(\d{1,4})、\s*/y,
  /(\d)\uFE0F?\u20E3\s*/y,
  /(?:task|step|item|todo|任务|步骤|事项)\s*#?\s?(\d{1,4})\s*(?:[:.)、]|-\s)\s*/y,
  /([①-⑳])\s*/y,
  new RegExp(`(${HAN_NUMBER})、\\s*`, "y"),
  new RegExp(`\\((${HAN_NUMBER})\\)[、,:]?\\s*`, "y"),
  new RegExp(`第(${HAN_NUMBER}|\\d{1,4})(?:步|项|条|个任务|件事|点)?\\s*[,:、]\\s*`, "y"),
  new RegExp(`(?:任务|步骤|事项)(${HAN_NUMBER})\\s*[:、,]\\s*`, "y"),
  /([a-h])\)\s+/y,
];

/** Reads a marker at `at` of the normalised text; null when the line is no item. */
export function markerAt(text: string, at: number, end: number): Marker | null {
  const bullet = stick(BULLET, text, at);
  if (bullet !== null) return boxed(text, at + bullet[0].length, end, { ordered: false, number: null });
  const bare = boxed(text, at, end, { ordered: false, number: null });
  return bare.box === "none" ? orderedAt(text, at, end) : bare;
}

function orderedAt(text: string, at: number, end: number): Marker | null {
  for (const pattern of ORDERED) {
    const found = stick(pattern, text, at);
    if (found === null || at + found[0].length > end) continue;
    return boxed(text, at + found[0].length, end, { ordered: true, number: numberOf(found[1] ?? "") });
  }
  return null;
}

function boxed(text: string, at: number, end: number, found: { ordered: boolean; number: number | null }): Marker {
  const contentStart = Math.min(at, end);
  const box = stick(BOX, text, contentStart);
  if (box !== null) {
    return {
      ...found,
      contentStart: Math.min(contentStart + box[0].length, end),
      box: box[1] === " " ? "open" : "ticked",
    };
  }
  const open = stick(OPEN_BOX, text, contentStart);
  if (open !== null) return { ...found, contentStart: contentStart + open[0].length, box: "open" };
  const ticked = stick(TICKED_BOX, text, contentStart);
  if (ticked !== null) return { ...found, contentStart: contentStart + ticked[0].length, box: "ticked" };
  return { ...found, contentStart, box: "none" };
}

const HAN_DIGITS = "一二三四五六七八九";

/** "3", "③", "十二" → the number. */
function numberOf(written: string): number | null {
  if (/^\d+$/.test(written)) return Number(written);
  if (/^[a-h]$/.test(written)) return written.charCodeAt(0) - 96;
  const circled = written.charCodeAt(0) - 0x2460;
  if (circled >= 0 && circled < 20) return circled + 1;
  if (!isHan(written[0])) return null;
  const [tens, ones] = written.includes("十") ? written.split("十") : ["", written];
  const ten = written.includes("十") ? (tens === "" ? 1 : HAN_DIGITS.indexOf(tens ?? "") + 1) * 10 : 0;
  return ten + (ones === "" ? 0 : HAN_DIGITS.indexOf(ones ?? "") + 1);
}
