/** The queue as commands that only show look at it; its archive only where a task waits for one that is there. */
import type { Call } from "../call.ts";
import { readToShow } from "../offline.ts";
import type { Project } from "../project.ts";
import { needsArchive, type QueueLook } from "./next-action.ts";

/** Throws what the store throws. */
export async function lookAtQueue(project: Project, call: Call): Promise<QueueLook> {
  const { queue } = (await readToShow(project, call)).state;
  if (!needsArchive(queue)) return { queue, archived: () => undefined };
  const [{ archivedByLabel }, { state }] = await Promise.all([
    import("../../queue/archive.ts"),
    readToShow(project, call, { archive: true }),
  ]);
  return { queue, archived: (label) => archivedByLabel(state.archive, label)?.task.status };
}
