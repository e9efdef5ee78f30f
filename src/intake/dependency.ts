/** Reads what a person wrote at the end of an item: "(after T-01)", "(depends on 2)", "（依赖 1）". */
import { readLabelLeniently } from "../queue/label.ts";
import { normalise } from "./normal.ts";

const ID =
  "(?:t\\s?-?\\s?\\d{1,9}|(?:(?:task|item|step|no\\.?|number|任务|步骤|第)\\s*)?#?\\s?\\d{1,4}(?:\\s*(?:项|个|步|条|个任务))?)";
const LIST = `${ID}(?:\\s*(?:,|、|&|\\+|and|plus|和|与|及|以及)+\\s*${ID})*`;
const TAIL = /\(([^()]{1,120})\)\s*[.。;,]?\s*$/;
const EN = new RegExp(
  `^\\s*(?:only\\s+|do\\s+|runs?\\s+|starts?\\s+|must\\s+(?:run|come)\\s+|comes\\s+)*(?:after|depends?\\s+(?:up)?on|dependent\\s+on|needs?|requires?|once|when|blocked\\s+by|waits?\\s+(?:for|on)|waiting\\s+(?:for|on)|following|dependency|dependencies|depends)\\s*:?\\s*(${LIST})\\s*(?:(?:is|are)\\s+)?(?:done|finished|complete[d]?|first|ready|merged|succeed(?:s|ed)?)?\\s*$`,
);
const ZH_BEFORE = new RegExp(
  `^\\s*(?:依赖于?|取决于|需要?先?(?:完成|做完)?|先(?:完成|做)?|等待?|在|须先完成|前置|前置任务|后于|等到)\\s*:?\\s*(${LIST})\\s*(?:完成|做完|结束)?\\s*(?:之后|以后|后|再做|再开始|才能开始)?\\s*$`,
);
const ZH_AFTER = new RegExp(
  `^\\s*(${LIST})\\s*(?:完成|做完|结束)?\\s*(?:之后|以后|后)(?:再做|再开始|执行|进行|做)?\\s*$`,
);

export interface Dependencies {
  /** The description without the tail. */
  description: string;
  /** Labels ("T-01") and written numbers ("#1"). */
  after: string[];
}

/** Takes the tail off a description; without one the description comes back as it was. */
export function readDependencies(description: string): Dependencies {
  const none = { description, after: [] };
  const edge = description.slice(-140);
  const tail = TAIL.exec(normalise(edge));
  if (tail === null || tail[1] === undefined) return none;
  const listed = (EN.exec(tail[1]) ?? ZH_BEFORE.exec(tail[1]) ?? ZH_AFTER.exec(tail[1]))?.[1];
  if (listed === undefined) return none;
  const kept = description.slice(0, description.length - edge.length + tail.index).trimEnd();
  if (kept === "") return none;
  return {
    description: kept,
    after: [...new Set([...listed.matchAll(new RegExp(ID, "g"))].map((hit) => entry(hit[0])))],
  };
}

function entry(written: string): string {
  const label = /^t/.test(written) && !written.startsWith("task") ? readLabelLeniently(written) : null;
  return label ?? `#${Number(/\d+/.exec(written)?.[0] ?? "0")}`;
}
