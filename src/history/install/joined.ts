/** Whom our lines stand beside: what a person had before us; pure. */
import { join } from "node:path";
import { EVENTS, KEPT, withoutBlock, writerOf } from "./block.ts";
import type { HookView } from "./look.ts";
import type { HookFolder } from "./plan.ts";

export interface Joined {
  readonly kind: "husky" | "lefthook" | "pre-commit" | "simple-git-hooks" | "hooks_path" | "hand_written";
  /** The file or folder where we meet. */
  readonly path: string;
}

/** Everybody who has hooks here, each once; hand-written hooks one by one. */
export function joinedIn(view: HookView): Joined[] {
  const { folders, manager, hooksPath, lefthookLocal } = view;
  const [first] = folders;
  if (first === undefined) return [];
  const files = folders.flatMap((folder) => EVENTS.flatMap((event) => joinedAt(folder, event, lefthookLocal.path)));
  const found = [
    ...folders.filter(({ isHusky }) => isHusky).map(({ path }): Joined => ({ kind: "husky", path })),
    ...files,
  ];
  if (manager !== null && !found.some(({ kind }) => kind === manager)) found.push({ kind: manager, path: first.path });
  // husky sets it too, and was named already.
  if (hooksPath !== null && !first.isHusky) found.push({ kind: "hooks_path", path: first.path });
  return found.filter((one, at) => found.findIndex(({ kind, path }) => kind === one.kind && path === one.path) === at);
}

function joinedAt({ path, files, isHusky }: HookFolder, event: string, lefthookLocal: string): Joined[] {
  const text = files.get(event)?.text;
  if (files.has(event + KEPT)) return [{ kind: "hand_written", path: join(path, event + KEPT) }];
  if (text === undefined || isHusky) return [];
  const writer = writerOf(text);
  // Lefthook's own file stays as it is: we stand in its local configuration.
  if (writer === "lefthook") return [{ kind: "lefthook", path: lefthookLocal }];
  if (writer !== null) return [{ kind: writer, path }];
  return withoutBlock(text) === null ? [] : [{ kind: "hand_written", path: join(path, event) }];
}
