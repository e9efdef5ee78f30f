/** The words of the handoff and of the next action. */
import type { Language } from "./language.ts";

/** What is counted of the queue. */
export interface QueueCounts {
  readonly pending: number;
  readonly done: number;
  readonly running: readonly unknown[];
  readonly blocked: readonly unknown[];
}

export interface HandoffWords {
  readonly colon: string;
  readonly resume: string;
  readonly goal: string;
  readonly stage: string;
  readonly progress: string;
  readonly recent: string;
  readonly blockers: string;
  readonly action: string;
  readonly afterwards: string;
  readonly queue: string;
  readonly read: string;
  readonly record: string;
  readonly notStated: string;
  readonly none: string;
  readonly nothingOpen: string;
  readonly emptyQueue: string;
  /** Nothing can start before something else comes on. */
  waitFor(tasks: readonly string[]): string;
  /** Blocked tasks by name; the lines of the queue say why. */
  inQueue(ids: readonly string[]): string;
  isRunning(id: string): string;
  isBlocked(id: string): string;
  waits(id: string, reason: string): string;
  notBefore(time: string): string;
  readonly paused: string;
  readonly completed: string;
  readonly noDocuments: string;
  readonly projects: string;
  readonly choose: string;
  checklists(percent: number): string;
  updated(at: string): string;
  counts(queue: QueueCounts): string;
  running(text: string): string;
  blocked(text: string, issue: number | null): string;
  more(count: number): string;
  headings(path: string): string;
  lookInto(path: string): string;
}

export const HANDOFF_WORDS: Readonly<Record<Language, HandoffWords>> = {
  en: {
    colon: ": ",
    resume: "Resume",
    goal: "Goal",
    stage: "Stage",
    progress: "Progress",
    recent: "Last entries",
    blockers: "Blockers",
    action: "Next",
    afterwards: "Then",
    queue: "Queue",
    read: "Read more",
    record: 'Record what you do with: ltpm checkpoint "…", ltpm mark_milestone "…"',
    notStated: "not stated",
    none: "none",
    nothingOpen: 'nothing is open. Add a task with: ltpm add "…"',
    emptyQueue: "no tasks",
    waitFor: (tasks) => `nothing can start now: ${tasks.join(", ")}`,
    inQueue: (ids) => `${ids.join(", ")} (see the queue)`,
    isRunning: (id) => `${id} is running`,
    isBlocked: (id) => `${id} is blocked (ltpm show ${id})`,
    waits: (id, reason) => `${id} ${reason}`,
    notBefore: (time) => `waits until ${time}`,
    paused: "paused",
    completed: "completed",
    noDocuments: "There are no documents of a project here. Make them with: ltpm init_project NAME",
    projects: "Projects",
    choose: "Load one with: ltpm resume NAME",
    checklists: (percent) => `the checklists say ${percent} %`,
    updated: (at) => `updated ${at}`,
    counts: ({ running, blocked, pending, done }) =>
      `${running.length} running, ${blocked.length} blocked, ${pending} pending, ${done} done`,
    running: (text) => `running: ${text}`,
    blocked: (text, issue) => `blocked: ${text}${issue === null ? "" : ` (issue #${issue})`}`,
    more: (count) => `and ${count} more`,
    headings: (path) => `Headings of ${path}`,
    lookInto: (path) => `not stated for certain. Read ${path}`,
  },
  "zh-CN": {
    colon: "\uff1a",
    resume: "继续",
    goal: "目标",
    stage: "阶段",
    progress: "进度",
    recent: "最近记录",
    blockers: "阻塞项",
    action: "下一步",
    afterwards: "之后",
    queue: "队列",
    read: "详见",
    record: '用这些命令记录\uff1altpm checkpoint "…"、ltpm mark_milestone "…"',
    notStated: "未说明",
    none: "无",
    nothingOpen: '没有待办。用此命令添加任务\uff1altpm add "…"',
    emptyQueue: "没有任务",
    waitFor: (tasks) => `现在没有可以开始的任务\uff1a${tasks.join("、")}`,
    inQueue: (ids) => `${ids.join("、")}\uff08见队列\uff09`,
    isRunning: (id) => `${id} 进行中`,
    isBlocked: (id) => `${id} 已阻塞\uff08ltpm show ${id}\uff09`,
    waits: (id, reason) => `${id} ${reason}`,
    notBefore: (time) => `要等到 ${time}`,
    paused: "已暂停",
    completed: "已完成",
    noDocuments: "这里没有项目文档。请运行\uff1altpm init_project NAME",
    projects: "项目",
    choose: "载入其中一个\uff1altpm resume NAME",
    checklists: (percent) => `清单算出来是 ${percent}%`,
    updated: (at) => `更新于 ${at}`,
    counts: ({ running, blocked, pending, done }) =>
      `${running.length} 个进行中\uff0c${blocked.length} 个已阻塞\uff0c${pending} 个待处理\uff0c${done} 个已完成`,
    running: (text) => `进行中\uff1a${text}`,
    blocked: (text, issue) => `已阻塞\uff1a${text}${issue === null ? "" : `\uff08issue #${issue}\uff09`}`,
    more: (count) => `另有 ${count} 项`,
    headings: (path) => `${path} 的标题`,
    lookInto: (path) => `没有明确写明。请阅读 ${path}`,
  },
};
