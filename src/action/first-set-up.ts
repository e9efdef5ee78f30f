/** What the first run sees to besides the queue: the label for people, the heartbeat's block. Loaded by that run alone. */
import { template } from "../cli/templates.ts";
import { LABEL } from "../dispatch/inbox/types.ts";
import { GitHubError } from "../github/error.ts";
import { addHeartbeat } from "../github/heartbeat.ts";
import { ensureLabel, type Label } from "../github/labels.ts";
import { setUpOf } from "../github/set-up.ts";
import type { ActionProject } from "./project.ts";

/** What people put on an issue whose text is to become tasks. */
const REQUEST_LABEL: Label = { name: LABEL, color: "1d76db", description: "LTPM takes this issue in as tasks" };

export interface FirstSetUp {
  /** Whether HEARTBEAT.md has our block. */
  readonly heartbeat: boolean;
  readonly crons: readonly string[];
}

/**
 * Makes the label for people, sees to the heartbeat's block, and says what it has found. The notice of the first run says less
 * where a server does not tell. `workflows`: the files that start runs.
 */
export async function firstSetUp(project: ActionProject, workflows: readonly string[]): Promise<FirstSetUp> {
  try {
    return await setUp(project, workflows);
  } catch (error) {
    if (error instanceof GitHubError) return { heartbeat: false, crons: [] };
    throw error;
  }
}

async function setUp({ client, repo, settings }: ActionProject, workflows: readonly string[]): Promise<FirstSetUp> {
  const { heartbeat, crons } = await setUpOf(client, repo, workflows);
  // The labels of our own issues come with the first of them.
  await ensureLabel(client, repo, REQUEST_LABEL);
  const block = template("heartbeat.md").replace(/\$\{TASK_RUNNER_DIR\}/g, () => settings.dir);
  return { heartbeat: heartbeat !== null && (await addHeartbeat(client, repo, heartbeat, block)), crons };
}
