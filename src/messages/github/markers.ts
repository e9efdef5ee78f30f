/** Hidden marks in what we post: by them it is found again, and known as ours. */
import type { BoxOp } from "./catalog.ts";

/** Names are put into comments that must not end early, and are read back as they were. */
function inMarker(name: string): string {
  return name.replace(/[^\w.#:-]/gu, (sign) => `%${(sign.codePointAt(0) ?? 0).toString(16).padStart(6, "0")}`);
}

/** Of everything posted for a notice of the outbox. */
export function noticeMarker(id: string): string {
  return `<!-- ltpm:${inMarker(id)} -->`;
}

/** Of the issue of a blocked task. */
export function taskMarker(uid: string): string {
  return `<!-- ltpm:task:${inMarker(uid)} -->`;
}

/** Of the pull request with the work of an attempt. */
export function pullMarker(uid: string, token: string): string {
  return `<!-- ltpm:pull:${inMarker(uid)}:${inMarker(token)} -->`;
}

export const DASHBOARD_MARKER = "<!-- ltpm:dashboard -->";

/** A box of the dashboard: what it does, to which task, and in which of its lives (the task's `epoch`). */
export interface Box {
  readonly op: BoxOp;
  readonly uid: string;
  readonly epoch: number;
}

/** A box as it was found in a body. */
export interface FoundBox extends Box {
  readonly ticked: boolean;
}

const uidInBox = (uid: string) => inMarker(uid).replaceAll(":", "%00003a");

/** `<!-- ltpm:box:retry:<uid>:<epoch> -->`, behind the brackets of a task list item. */
export function boxMarker({ op, uid, epoch }: Box): string {
  return `<!-- ltpm:box:${op}:${uidInBox(uid)}:${epoch} -->`;
}

/** Whether two boxes are the same one. */
export function sameBox(a: Box, b: Box): boolean {
  return a.op === b.op && a.uid === b.uid && a.epoch === b.epoch;
}

const BOX = /^ {0,3}[-*+] \[([ xX])\] {0,3}<!-- ltpm:box:(retry|skip|done):([\w.#%-]{1,600}):(\d{1,9}) -->/gm;

function readUid(written: string): string {
  return written.replace(/%([0-9a-f]{6})/g, (whole, code: string) => {
    const point = Number.parseInt(code, 16);
    return point > 0x10ffff ? whole : String.fromCodePoint(point);
  });
}

/** All boxes in the body of a dashboard, ticked and not. */
export function boxesIn(body: string): FoundBox[] {
  return [...body.replaceAll("\r", "").matchAll(BOX)].map(([, tick, op, uid, epoch]) => ({
    op: op === "retry" || op === "skip" ? op : "done",
    uid: readUid(uid ?? ""),
    epoch: Number(epoch),
    ticked: tick !== " ",
  }));
}
