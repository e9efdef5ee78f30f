/** `ltpm next [PROJECT]`: the one next action. A hot command: a plain NEXT_STEPS.md is read without a parser. */
import { nextText } from "../../messages/documents-handoff.ts";
import type { TriadDocument } from "../../triad/document/open.ts";
import { simpleDocument } from "../../triad/read/simple-document.ts";
import { readSteps, type Steps, sectionSteps } from "../../triad/read/steps.ts";
import { answer, type Call, flag } from "../call.ts";
import { chooseNext } from "../documents/next-action.ts";
import { placeIn, type TriadPlace } from "../documents/place.ts";
import { plainText } from "../documents/plain-text.ts";
import { lookAtQueue } from "../documents/queue-look.ts";
import { actionAnswer, blockedAnswers, runningAnswers, shownAction, shownQueue } from "../documents/shown.ts";
import { wantedPlace } from "../documents/wanted-place.ts";
import { openProject, type Project } from "../project.ts";

/** The steps, and the document that they stand in. */
interface Found {
  readonly steps: Steps | null;
  readonly path: string;
  /** Whether it is there. */
  readonly there: boolean;
}

/** Without a NEXT_STEPS.md, what PROGRESS.md says under such a heading. */
async function find(project: Project, place: TriadPlace): Promise<Found> {
  const next = await plainText(project, place.next);
  if (next !== null) return { steps: plainSteps(next) ?? readSteps(await parsed(next)), path: place.next, there: true };
  const progress = await plainText(project, place.progress);
  const steps = progress === null ? null : (plainSteps(progress) ?? sectionSteps(await parsed(progress)));
  return { steps, path: place.progress, there: progress !== null };
}

function plainSteps(text: string): Steps | null {
  const simple = simpleDocument(text);
  return simple === null ? null : sectionSteps(simple);
}

async function parsed(text: string): Promise<TriadDocument> {
  const [{ loadBlockParser }, { openDocument }] = await Promise.all([
    import("../../triad/document/remark.ts"),
    import("../../triad/document/open.ts"),
  ]);
  return openDocument(text, await loadBlockParser());
}

export async function run(call: Call): Promise<number> {
  const project = await openProject(call);
  const place = wantedPlace(project, call) ?? placeIn(".");
  const { steps, path, there } = await find(project, place);
  const look = await lookAtQueue(project, call);
  const next = chooseNext(steps, look, project.clock.now());
  if (flag(call, "json")) {
    const { action, running, blocked } = next;
    answer(call, {
      action: actionAnswer(action, path),
      certain: steps?.certain === true,
      running: runningAnswers(running),
      blocked: blockedAnswers(blocked),
    });
    return 0;
  }
  const action = next.action === null ? null : shownAction(next.action, path);
  const { running, blocked, waiting } = shownQueue(look.queue, next);
  // Where there is no document at all, the queue is all there is.
  const unread = there && steps?.certain !== true ? path : null;
  // What runs matters to a person only where there is nothing else to do.
  const text = nextText(project.language, action, unread, {
    running: action === null ? running : [],
    blocked,
    waiting,
  });
  call.terminal.out(`${text}\n`);
  return 0;
}
