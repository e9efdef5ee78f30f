/** Which branch `init --github` puts the state on, and why. */
import { createInterface } from "node:readline/promises";
import { isBranchName } from "../../config/values.ts";
import { type Call, flag, text, usageError } from "../call.ts";
import type { Project } from "../project.ts";
import type { RemotePlace } from "./remote-place.ts";
import { askDefaultBranch, type DefaultBranch, STATE_BRANCH } from "./state-place.ts";
import type { GithubWords } from "./words.ts";

/** `branch` null: the default branch. */
export interface ChosenBranch {
  readonly branch: string | null;
  readonly why: string;
}

/** What the person said, what was chosen before, or what GitHub says of the default branch, in this order. Throws `UsageError`. */
export async function chooseBranch(
  call: Call,
  project: Project,
  place: RemotePlace | null,
  words: GithubWords,
): Promise<ChosenBranch> {
  const told = text(call, "state-branch");
  if (told !== undefined) {
    if (told !== "default" && !isBranchName(told))
      throw usageError(call, `--state-branch takes the name of a branch, or "default", not "${told.slice(0, 60)}"`);
    return { branch: told === "default" ? null : told, why: words.told };
  }
  const { settings } = project;
  if (settings.runner === "github" || settings.state_branch !== null)
    return { branch: settings.state_branch, why: words.kept };
  const found = await askDefaultBranch(place, call.terminal.env);
  const proposal = { branch: found.kind === "open" ? null : STATE_BRANCH, why: words.why(found) };
  if (flag(call, "yes") || flag(call, "json") || !call.terminal.interactive || !process.stdin.isTTY) return proposal;
  return (await asked(found, words)) ?? proposal;
}

async function asked(found: DefaultBranch, words: GithubWords): Promise<ChosenBranch | null> {
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const said = (await prompt.question(`${words.whereQuestion(found, STATE_BRANCH)} `)).trim();
    if (said === "") return null;
    if (found.kind !== "unknown" && said === found.name) return { branch: null, why: words.told };
    return isBranchName(said) ? { branch: said, why: words.told } : null;
  } finally {
    prompt.close();
  }
}
