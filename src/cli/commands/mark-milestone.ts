/** `ltpm mark_milestone DESC`: records a key milestone; the sixth consolidates. */
import { DOCUMENT_WORDS } from "../../messages/documents.ts";
import { answer, type Call, flag, text, usageError } from "../call.ts";
import { percentOf } from "../documents/options.ts";
import { triadPlace } from "../documents/place.ts";
import { recordAccount } from "../documents/record.ts";
import { entryId, standingNow } from "../documents/since.ts";
import { openProject } from "../project.ts";

export async function run(call: Call): Promise<number> {
  const achieved = call.words.join(" ").trim();
  if (achieved === "") throw usageError(call, "which milestone?");
  const percent = percentOf(call);
  const stage = text(call, "stage");
  const project = await openProject(call);
  const place = triadPlace(project, text(call, "project") ?? null);
  const details = { verified: text(call, "verified"), obstacles: text(call, "obstacles"), next: text(call, "next") };
  const recorded = await recordAccount(project, call, place, {
    id: entryId("milestone", standingNow(project).standing, project.dice.name(8)),
    milestone: {
      achieved,
      verified: details.verified ?? null,
      obstacles: details.obstacles ?? null,
      next: details.next ?? null,
    },
    ...(percent === undefined ? {} : { percent }),
    ...(stage === undefined ? {} : { stage }),
  });
  const words = DOCUMENT_WORDS[project.language];
  if (flag(call, "json")) {
    answer(call, { path: place.progress, recorded: recorded.changed, moved: recorded.moved, memory: recorded.memory });
    return 0;
  }
  const lines = [words.milestone(place.progress)];
  if (recorded.moved > 0) lines.push(words.moved(recorded.moved, place.learnings));
  call.terminal.out(`${lines.join("\n")}\n`);
  return 0;
}
