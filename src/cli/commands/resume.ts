/** `ltpm resume [PROJECT]`: what a newcomer, a person or an agent, needs to go on; short enough to be pasted. */
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { handoffText, projectsText, type ShownHandoff } from "../../messages/documents-handoff.ts";
import type { Language } from "../../messages/language.ts";
import { memoryLine } from "../../triad/commands/memory.ts";
import { openDocument } from "../../triad/document/open.ts";
import { type BlockParser, loadBlockParser } from "../../triad/document/remark.ts";
import { type Handoff, readHandoff } from "../../triad/read/handoff.ts";
import { memoryEntries } from "../../triad/read/memory-entries.ts";
import { answer, type Call, flag } from "../call.ts";
import { foldIfWaiting } from "../documents/fold-look.ts";
import { chooseNext, type NextAnswer, type QueueLook } from "../documents/next-action.ts";
import { placeIn, type TriadPlace, triadPlaces } from "../documents/place.ts";
import { indexedProjects, projectName } from "../documents/project-index.ts";
import { lookAtQueue } from "../documents/queue-look.ts";
import { actionAnswer, blockedAnswers, runningAnswers, shownAction, shownQueue } from "../documents/shown.ts";
import { inWords, openTriad, readText } from "../documents/texts.ts";
import { wantedPlace } from "../documents/wanted-place.ts";
import { openProject, type Project } from "../project.ts";

/** The projects of the index that lie elsewhere, and those found here. */
function listProjects(project: Project, call: Call, parse: BlockParser): number {
  const { projects: here } = indexedProjects(project, parse);
  const path = placeIn(".").memory;
  const memory = memoryEntries(openDocument(readText(project, path) ?? "", parse));
  const names = new Set(here.map(({ entry }) => entry.name));
  const others = memory.filter(({ name }) => !names.has(name));
  if (flag(call, "json")) {
    answer(call, {
      projects: [
        ...here.map(({ entry, place }) => ({ name: entry.name, dir: place.dir, status: entry.kind })),
        ...others.map(({ name, kind }) => ({ name, dir: null, status: kind })),
      ],
    });
    return 0;
  }
  const lines = [...here.map(({ entry, place }) => memoryLine(entry) || place.dir), ...others.map(({ text }) => text)];
  call.terminal.out(`${projectsText(project.language, lines)}\n`);
  return 0;
}

/** Percentage points between the stated number and the checklists that the source allows. */
const TOLERANCE = 5;

interface Scene {
  readonly place: TriadPlace | null;
  readonly name: string;
  readonly handoff: Handoff;
  readonly look: QueueLook;
  readonly next: NextAnswer;
  /** The documents that are there. */
  readonly documents: readonly string[];
}

async function gather(project: Project, call: Call, place: TriadPlace | null, parse: BlockParser): Promise<Scene> {
  const none = { mission: null, progress: null, next: null };
  const handoff = readHandoff(place === null ? none : openTriad(project, place, parse));
  const look = await lookAtQueue(project, call);
  const { root } = project.repository;
  const { mission, progress, next, learnings } = place ?? placeIn(".");
  const documents =
    place === null ? [] : [mission, progress, next, learnings].filter((path) => existsSync(join(root, path)));
  return {
    place,
    name: place === null ? basename(root) : projectName(project, place, handoff),
    handoff,
    look,
    next: chooseNext(handoff.steps, look, project.clock.now()),
    documents,
  };
}

/** What people wrote; lines of the queue's own blockers are told by the queue. */
function ownBlockers({ handoff }: Scene): readonly string[] | null {
  return handoff.blockers?.filter(({ task }) => task === null).map(({ text }) => text) ?? null;
}

/** The document that the steps stand in. */
function stepsPath({ handoff, place }: Scene): string {
  const { next, progress } = place ?? placeIn(".");
  return handoff.stepsIn === "next" ? next : progress;
}

/** What a reader may look at, where little could be read out of a document. */
function headings({ handoff, place }: Scene): ShownHandoff["headings"] {
  if (place === null) return [];
  const parts = [
    { path: place.progress, titles: handoff.progressHeadings },
    { path: place.next, titles: handoff.nextHeadings },
  ];
  return parts.filter(({ titles }) => titles.length > 0);
}

function shown(scene: Scene, language: Language): ShownHandoff {
  const { handoff, next, look } = scene;
  const { percent, progressText, checklists, status } = handoff;
  const path = stepsPath(scene);
  const figure = percent === null ? null : language === "en" ? `${percent} %` : `${percent}%`;
  return {
    name: scene.name,
    goal: handoff.goal,
    halted: status === "active" ? null : { status, remark: handoff.statusRemark },
    stage: handoff.stage,
    progress: figure ?? progressText,
    checklists:
      checklists === null || (percent !== null && Math.abs(checklists - percent) <= TOLERANCE) ? null : checklists,
    updated: handoff.updated,
    recent: handoff.recent,
    blockers: ownBlockers(scene),
    action: next.action === null ? null : shownAction(next.action, path),
    unread: handoff.steps?.certain !== true && scene.documents.includes(path) ? path : null,
    headings: headings(scene),
    later: next.later.map((action) => shownAction(action, path)),
    queue: shownQueue(look.queue, next),
    documents: scene.documents,
  };
}

function tell(call: Call, scene: Scene): void {
  const { handoff, next, look, place } = scene;
  const path = stepsPath(scene);
  const { pending, done } = shownQueue(look.queue, next);
  answer(call, {
    project: place === null ? null : { name: scene.name, dir: place.dir },
    documents: scene.documents,
    goal: handoff.goal,
    status: handoff.status,
    stage: handoff.stage,
    percent: handoff.percent,
    progress: handoff.progressText,
    checklists: handoff.checklists,
    updated: handoff.updated,
    recent: handoff.recent,
    blockers: ownBlockers(scene),
    action: actionAnswer(next.action, path),
    certain: handoff.steps?.certain === true,
    later: next.later.map((action) => actionAnswer(action, path)),
    queue: { running: runningAnswers(next.running), blocked: blockedAnswers(next.blocked), pending, done },
  });
}

export async function run(call: Call): Promise<number> {
  const project = await openProject(call);
  const place = wantedPlace(project, call);
  await foldIfWaiting(project, call);
  return inWords(project, async () => {
    const parse = await loadBlockParser();
    if (place === null && triadPlaces(project).length > 1) return listProjects(project, call, parse);
    const scene = await gather(project, call, place, parse);
    if (flag(call, "json")) tell(call, scene);
    else {
      // What is read on belongs to the documents, and so speaks their language.
      const language = place === null ? project.language : scene.handoff.language;
      call.terminal.out(`${handoffText(language, shown(scene, language))}\n`);
    }
    return 0;
  });
}
