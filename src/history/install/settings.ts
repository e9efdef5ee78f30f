/** What the hooks need to know, as a file of shell that they read without starting anything. */
import { documentKey, encodePath } from "../ref-path.ts";

export interface HookSettings {
  /** The documents' paths from the root, `/` between their parts. */
  readonly documents: readonly string[];
  /** Saves kept of a document; 0 turns them off. */
  readonly keep: number;
  /** Whether hooks record auto-syncs. */
  readonly autoSync: boolean;
  /** The effective threshold in whole minutes. */
  readonly minutes: number;
  /** The document that auto-syncs go to: while it is younger than the threshold nothing is recorded. */
  readonly progress: string;
  /** The program that writes a record into PROGRESS.md at once (`auto_sync: worktree`); null: the next command does it. Absolute paths. */
  readonly writer?: { readonly node: string; readonly script: string } | null;
}

/** The text of `settings.sh`. Any path is data: single quotes leave the shell nothing to read in it. */
export function settingsText(settings: HookSettings): string {
  const lines = settings.documents.filter(canBeHooked).map((path) => {
    return `  "$1" ${quoted(documentKey(path))} ${quoted(encodePath(path))} ${quoted(`./${path}`)}`;
  });
  return [
    "# Written by ltpm, read by its hooks. Change the configuration instead, then `ltpm hooks install`.",
    `ltpm_keep=${whole(settings.keep)}`,
    `ltpm_sync=${settings.autoSync ? 1 : 0}`,
    `ltpm_minutes=${Math.max(1, whole(settings.minutes))}`,
    `ltpm_progress=${quoted(`./${settings.progress}`)}`,
    "ltpm_documents() {",
    ...(lines.length > 0 ? lines : ["  :"]),
    "}",
    ...writerLines(settings.writer ?? null),
    "",
  ].join("\n");
}

/** Where the program is gone, nothing is started: the record waits for the next command. */
function writerLines(writer: HookSettings["writer"] | null): string[] {
  if (!writer) return [];
  const [node, script] = [quoted(writer.node), quoted(writer.script)];
  return [
    "ltpm_writes=1",
    `ltpm_write() { if [ -x ${node} ] && [ -r ${script} ]; then exec ${node} ${script} watch --once; fi; }`,
  ];
}

/** Git takes paths one a line here; commands save the rest. */
export function canBeHooked(path: string): boolean {
  return !/[\n\0]/.test(path);
}

function whole(value: number): number {
  return Number.isFinite(value) ? Math.max(0, Math.floor(value)) : 0;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
