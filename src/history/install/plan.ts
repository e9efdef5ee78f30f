/** What joining and leaving a repository's hooks takes, as a list of steps; pure. */
import { join } from "node:path";
import {
  blockFor,
  EVENTS,
  type HookEvent,
  hasBlock,
  isJoinable,
  KEPT,
  ownFile,
  withBlock,
  withoutBlock,
  writerOf,
} from "./block.ts";
import { isInLefthook, joinLefthook, leaveLefthook } from "./lefthook.ts";

/** A file as it is; its text in Latin-1, one character a byte. */
export interface HookFile {
  readonly text: string;
  /** Permission bits. */
  readonly mode: number;
  readonly isLink: boolean;
}

/** A directory from which hooks run, now or as soon as its manager is set up. */
export interface HookFolder {
  readonly path: string;
  /** husky's runs files that are not executable too. */
  readonly isHusky: boolean;
  /** All that lies there, by name. */
  readonly files: ReadonlyMap<string, HookFile>;
}

export interface HookGround {
  readonly folders: readonly HookFolder[];
  /** Its path, and its text where it is there. */
  readonly lefthookLocal: { readonly path: string; readonly text: string | null };
}

export type HookStep =
  | { readonly kind: "write"; readonly path: string; readonly text: string; readonly mode: number }
  | { readonly kind: "rename"; readonly from: string; readonly to: string }
  | { readonly kind: "remove"; readonly path: string };

/** What a person should know, by code; `path` is the file it is about. */
export interface HookNote {
  readonly code:
    | "rewritten_by_simple_git_hooks"
    | "kept_in_the_way"
    | "lefthook_by_hand"
    | "outside"
    | "not_in_every_work_tree"
    | "to_commit";
  readonly path: string;
}

export interface HookPlan {
  readonly steps: readonly HookStep[];
  readonly notes: readonly HookNote[];
}

/** Joins what is there. Empty when everything is in place. `template` is `hooks/block.sh`. */
export function planInstall(ground: HookGround, template: string): HookPlan {
  const parts = ground.folders.flatMap((folder) => EVENTS.map((event) => planEvent(folder, event, template)));
  const through = EVENTS.filter((event) => ground.folders.some((folder) => isLefthooks(folder, event)));
  const lefthook = through.length === 0 ? NOTHING : planLefthook(ground, through, template);
  return together([...parts, lefthook]);
}

const NOTHING: HookPlan = { steps: [], notes: [] };

function together(plans: readonly HookPlan[]): HookPlan {
  return { steps: plans.flatMap(({ steps }) => steps), notes: plans.flatMap(({ notes }) => notes) };
}

function isLefthooks(folder: HookFolder, event: HookEvent): boolean {
  return writerOf(folder.files.get(event)?.text ?? "") === "lefthook";
}

function planEvent(folder: HookFolder, event: HookEvent, template: string): HookPlan {
  if (isLefthooks(folder, event)) return NOTHING;
  const name = fileFor(folder, event);
  const path = join(folder.path, name);
  const file = folder.files.get(name);
  const block = blockFor(template, event);
  if (file === undefined) return write(path, ownFile(block, folder.files.has(name + KEPT)), 0o755);
  const joinable = !file.isLink && isJoinable(file.text) && (folder.isHusky || (file.mode & 0o111) !== 0);
  if (!joinable && !hasBlock(file.text)) return keepAside(folder, name, block);
  const text = withBlock(file.text, block);
  // A hook that somebody turned off stays off; a file that is only ours is not his to turn off, `uninstall` is.
  const mode = withoutBlock(text) === null ? file.mode | 0o111 : file.mode;
  return text === file.text && mode === file.mode ? NOTHING : write(path, text, mode);
}

/** pre-commit writes its own file anew, and runs what it found there before as `NAME.legacy`: that is our place. */
function fileFor(folder: HookFolder, event: HookEvent): string {
  return writerOf(folder.files.get(event)?.text ?? "") === "pre-commit" ? `${event}.legacy` : event;
}

function write(path: string, text: string, mode: number): HookPlan {
  return { steps: [{ kind: "write", path, text, mode }], notes: [] };
}

/** A program, a link, a hook that is turned off: it stays as it is under another name, and ours runs it if it could run before. */
function keepAside(folder: HookFolder, name: string, block: string): HookPlan {
  const path = join(folder.path, name);
  if (folder.files.has(name + KEPT)) return { steps: [], notes: [{ code: "kept_in_the_way", path: path + KEPT }] };
  const own: HookStep = { kind: "write", path, text: ownFile(block, true), mode: 0o755 };
  return { steps: [{ kind: "rename", from: path, to: path + KEPT }, own], notes: [] };
}

function planLefthook({ lefthookLocal }: HookGround, events: readonly HookEvent[], template: string): HookPlan {
  const blocks = events.map((event) => ({ event, block: blockFor(template, event) }));
  const text = joinLefthook(lefthookLocal.text ?? "", blocks);
  if (text === null) return { steps: [], notes: [{ code: "lefthook_by_hand", path: lefthookLocal.path }] };
  if (text === lefthookLocal.text) return NOTHING;
  return { ...write(lefthookLocal.path, text, 0o644), notes: [{ code: "to_commit", path: lefthookLocal.path }] };
}

/** Takes all of ours away; what others wrote is byte for byte as before. */
export function planUninstall(ground: HookGround): HookPlan {
  const names = EVENTS.flatMap((event) => [event, `${event}.legacy`]);
  const parts = ground.folders.flatMap((folder) => names.map((name) => planLeaving(folder, name)));
  const { path, text } = ground.lefthookLocal;
  const rest = text === null ? null : leaveLefthook(text);
  const lefthook = text === null || rest === text ? [] : [rest === null ? remove(path) : writeStep(path, rest)];
  return together([...parts, { steps: lefthook, notes: [] }]);
}

function remove(path: string): HookStep {
  return { kind: "remove", path };
}

function writeStep(path: string, text: string, mode = 0o644): HookStep {
  return { kind: "write", path, text, mode };
}

function planLeaving(folder: HookFolder, name: string): HookPlan {
  const file = folder.files.get(name);
  if (file === undefined || !hasBlock(file.text)) return NOTHING;
  const path = join(folder.path, name);
  const rest = withoutBlock(file.text);
  if (rest !== null) return { steps: [writeStep(path, rest, file.mode)], notes: [] };
  const kept = folder.files.has(name + KEPT);
  return { steps: [kept ? { kind: "rename", from: path + KEPT, to: path } : remove(path)], notes: [] };
}

/** How an event's hook stands: `off`, git passes it over since it may not be executed. */
export type HookState = "installed" | "outdated" | "off" | "missing";

export function stateOf(ground: HookGround, event: HookEvent, template: string): HookState {
  const states = ground.folders.map((folder) => stateIn(ground, folder, event, template));
  return (
    (["missing", "off", "outdated"] as const).find((state) => states.includes(state)) ??
    (states.length > 0 ? "installed" : "missing")
  );
}

function stateIn(ground: HookGround, folder: HookFolder, event: HookEvent, template: string): HookState {
  if (isLefthooks(folder, event)) return isInLefthook(ground.lefthookLocal.text ?? "", event) ? "installed" : "missing";
  const file = folder.files.get(fileFor(folder, event));
  if (file === undefined || !hasBlock(file.text)) return "missing";
  if (!folder.isHusky && (file.mode & 0o111) === 0) return "off";
  return withBlock(file.text, blockFor(template, event)) === file.text ? "installed" : "outdated";
}
