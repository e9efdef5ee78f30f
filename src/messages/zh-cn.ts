/** The Chinese texts: the same lines as the English ones, in the words a Chinese reader expects. Commands stay as they are typed. */
import type { Counts, Messages, Schedule, Try } from "./catalog.ts";
import { say, sentence } from "./terminal-text.ts";
import { splitLength } from "./time-ago.ts";

const list = (items: readonly string[]) => items.join("、");
const tryOf = (what: Try) => say`第 ${what.attempt} 次尝试（共 ${what.of} 次）`;
const COUNT_WORDS = {
  pending: "待处理",
  running: "进行中",
  done: "已完成",
  blocked: "受阻",
  skipped: "已跳过",
} as const;
const UNIT_WORDS = { minute: "分钟", hour: "小时", day: "天" } as const;

/** Only the counts that say something: `进行中 1，待处理 2`. */
function nonzero(counts: Counts, keys: readonly (keyof typeof COUNT_WORDS)[]): string {
  const said = keys.filter((key) => counts[key] > 0).map((key) => `${COUNT_WORDS[key]} ${counts[key]}`);
  return said.join("，") || "没有任务";
}

function length(milliseconds: number): string {
  const [hours, minutes, seconds] = splitLength(milliseconds);
  const parts = hours > 0 ? [`${hours} 小时`, `${minutes} 分`] : [minutes > 0 ? `${minutes} 分` : "", `${seconds} 秒`];
  return parts.filter((part) => part !== "").join(" ");
}

function scheduled(schedule: Schedule): string {
  switch (schedule.kind) {
    case "none":
      return "未设置定时计划：任务在添加时启动，重试与结果由 `ltpm dispatch` 处理。";
    case "every":
      return say`已登记备用定时计划（每 ${schedule.minutes} 分钟运行一次）。您的任务将自动执行。`;
    case "cron":
      return say`已登记备用定时计划（cron ${schedule.cron}，UTC）。您的任务将自动执行。`;
  }
}

export const ZH_CN: Messages = {
  language: "zh-CN",
  intake: {
    added: (id, description, next) => say`已添加 ${id}：${sentence(description, "。")}${next}`,
    addedMany: (count) => say`📋 已向队列添加 ${count} 个任务：`,
    startingNow: "正在启动……",
    queueHas: (pending) => say`队列中现有 ${pending} 个待处理任务。`,
    nothingFound: '这段文字里没有找到任务，也没有命令。仍要加入队列：ltpm add "…"。查看队列：ltpm tasks',
    alreadyThere: (id, description) => say`${id} 已在队列中：${sentence(description, "。")}没有添加新任务。`,
  },
  command: {
    skipped: (id) => say`⏭️ ${id} 已跳过 — 按您的要求。`,
    retried: (id) => say`🔁 ${id} 已恢复为待处理 — 重试次数从 0 重新计算。`,
    cancelled: (id) => say`⏭️ ${id} 已取消 — 按您的要求。`,
    markedDone: (id) => say`✅ ${id} 已完成 — 由人工标记。`,
    stopped: "正在运行的尝试已被停止。",
    unknown: (ids) => say`没有任务 ${list(ids)}。查看现有任务：ltpm tasks`,
    doneAlready: (id) => say`${id} 已经完成，未作任何更改。如需再次运行：ltpm retry ${id}`,
    unchanged: (id, status) => say`${id} 已是“${COUNT_WORDS[status]}”；未作任何更改。`,
    notEditedRunning: (id) =>
      say`${id} 正在运行，因此未作更改。如需更改：ltpm cancel ${id}，再 ltpm edit ${id}，再 ltpm retry ${id}`,
    unknownDependency: (label) => say`没有可以等待的任务 ${label}。查看现有任务：ltpm tasks`,
    dependencyCircle: (labels) => say`这些任务会互相等待，永远无法开始：${labels.join(" → ")}。请去掉其中一个依赖。`,
    edited: (id, fields) => say`${id} 已更改：${list(fields)}。`,
    followersWait: (id, followers) => say`${list(followers)} 依赖 ${id}，在 ${id} 完成之前将一直等待。`,
    archived: (count, months) =>
      months.length > 0 ? say`🗄️ 已将 ${count} 个任务归档到 ${list(months)}。` : say`🗄️ 已归档 ${count} 个任务。`,
  },
  cycle: {
    allBlocked: "所有任务都已受阻。请查看上面的解除步骤。",
    started: (what, strategy) => say`🔄 ${what.id} 已启动 — ${tryOf(what)}，策略“${strategy}”。`,
    triesAgain: (what, why, next) =>
      say`↩️ ${what.id} ${tryOf(what)}失败：${sentence(why, "。")}下一个策略：“${next}”。`,
    lost: (id) => say`${id}：会话已丢失，任务恢复为待处理，不计入重试次数。`,
    progress: (counts, elapsed) =>
      say`⏳ ${nonzero(counts, ["running", "pending", "done", "blocked", "skipped"])} — ${length(elapsed)}`,
    finished: (counts) => say`结束：${nonzero(counts, ["done", "blocked", "skipped", "running", "pending"])}。`,
    leftRunning: (count) => say`${count} 个任务正在运行。收取结果：ltpm dispatch。等待完成：ltpm dispatch --wait`,
    stoppedWaiting: (running) => say`已停止等待；${running} 个任务继续运行。收取结果：ltpm dispatch`,
    notYet: (id, why) => say`⏳ ${id} 等待中：${sentence(why, "。")}`,
    wouldStart: (id, strategy) => say`将启动 ${id}，策略“${strategy}”。`,
    wouldBecome: (id, status) => say`将把 ${id} 设为“${COUNT_WORDS[status]}”。`,
    wouldDoNothing: "没有需要做的事。",
    landed: (id, branch, commit) => say`${id}：工作已合并到 ${branch}，提交 ${commit}。`,
    notLanded: (id, branch, why) =>
      say`${id}：工作未能合并：${sentence(why, "。")}工作已保留；自行合并：git merge ${branch}`,
    onGitHub: "它将在 GitHub 的下一次运行中启动；立即启动：gh workflow run ltpm.yml",
    savedOnBranch: (branch) => say`一次丢失的尝试已完成的部分保留在分支 ${branch} 上：git log -p ${branch}`,
    leftOnBranch: (id, branch) => say`${id}：工作保留在分支 ${branch} 上。采用它：git merge ${branch}`,
  },
  outcome: {
    done: (id, summary) => say`✅ ${id} 已完成 — ${summary}`,
    noSummary: "已完成并通过验证",
    deliverable: (place) => say`交付物：${place}`,
    blocked: (id, attempts) => say`🚫 ${id} 受阻，已尝试 ${attempts} 次`,
    whatWasTried: "已尝试：",
    tried: (strategy, result) => say`- ${strategy}：${result}`,
    nothingTried: "- 尚未尝试：任务无法启动",
    noResult: "结束时没有任何说明",
    whyBlocked: (reason) => say`受阻原因：${reason}`,
    noReason: "没有记录原因",
    toUnblock: "解除步骤：",
    lookAtLog: (id) => say`查看上一次尝试的输出：ltpm show ${id} --log`,
    replyRetry: (id) => say`准备好后请回复 "retry ${id}"。`,
  },
  table: {
    title: (n) =>
      say`📋 任务队列 — [共 ${n.total}，待处理 ${n.pending}，进行中 ${n.running}，已完成 ${n.done}，受阻 ${n.blocked}]`,
    head: ["编号", "状态", "描述"],
    status: {
      pending: "⏳ 待处理",
      running: "🔄 进行中",
      done: "✅ 已完成",
      blocked: "🚫 受阻",
      skipped: "⏭️ 已跳过",
    },
    startedAgo: (ago) => say`（${ago}开始）`,
    notBefore: (moment) => say`（不早于 ${moment}）`,
    empty: '队列是空的。添加任务：ltpm add "要做的事"',
  },
  detail: {
    row: {
      goal: "目标",
      type: "类型",
      priority: "优先级",
      added: "添加于",
      started: "开始于",
      finished: "结束于",
      waits: "依赖",
      notBefore: "不早于",
      accept: "验收条件",
      retries: "重试",
      session: "会话",
      result: "结果",
      file: "文件",
      kept: "保存在",
      verified: "验证",
      blocked: "原因",
      toUnblock: "解除步骤",
      aliases: "曾用编号",
    },
    attempts: "尝试记录：",
    earlier: (count) => say`上次重试之前还有 ${count} 次尝试。`,
    outcome: {
      done: "成功",
      failed: "失败",
      verification_failed: "未通过验证",
      blocked: "受阻",
      lost: "会话丢失",
      cancelled: "已取消",
    },
    verifier: (words) => say`验证结果：${words}`,
    details: "详情：",
    retries: (used, most) => say`${used} / ${most}`,
    noLog: (id) => say`这台机器上没有 ${id} 的日志：它还没有在这里运行过。`,
  },
  store: {
    rolledBack: "工作区中的队列文件是较早的版本（git reset、stash 或 switch？）；已更新到最新状态。",
    edited: (ids) => say`已接受对队列文件的手工修改或拉取的更改：${list(ids)}。`,
    adopted: (count) => say`已接管此处提交的队列：${count} 个任务。`,
    keptForLater: (remote) => say`无法连接 ${remote}：已先保存在本地（尚无编号）。之后发送：ltpm sync`,
    lastSeen: (remote) => say`无法连接 ${remote}；以下是上次看到的内容。`,
    sent: (count) => say`已发送 ${count} 项保留的更改。`,
    stillWaiting: (count) => say`仍有 ${count} 项更改在此等待。`,
    nothingToSync: "这里没有等待发送的更改；状态已重新读取。",
    outdated: (id) => say`${id}：此后有人另作决定，以该决定为准。`,
    restored: "队列文件不见了；已恢复。如需改用空队列：ltpm init --fresh",
    relabelled: (from, to) => say`各自工作的克隆把 ${from} 分给了两个任务；其中一个现在是 ${to}。`,
    conflictMerged: (file, kept) => say`${file} 存在冲突；双方内容已合并。两份原文件保留在：${list(kept)}。`,
    removedByHand: (id) => say`${id} 已从队列文件中移除；它在归档中。恢复它：ltpm retry ${id}`,
    notTaken: (id, field, why) => say`${id}：对 ${field} 的更改未被接受：${sentence(why, "。")}保持原样。`,
    viewNotWritten: (file, why) => say`更改已保存，但无法更新 ${file}：${sentence(why, "。")}下一条命令会再次尝试。`,
    remoteRewritten: (branch) => say`${branch} 的历史被重写了（强制推送）；将在现有内容上继续。`,
    remoteRestored: (branch, file) => say`${branch} 上的一次提交删除了 ${file}；下一次更改时会按原样恢复。`,
    remoteRenamed: (from, to) => say`远程的默认分支现在是 ${to}，不再是 ${from}；队列随之迁移。`,
  },
  setup: {
    firstRun: (heartbeat, schedule) =>
      `⚙️ Task Runner 已初始化。${heartbeat ? "心跳调度已登记在 HEARTBEAT.md 中。" : ""}${scheduled(schedule)}`,
    already: "一切均已设置好；未作任何更改。",
    whichAgent: (names) => say`没有命令的任务由哪个代理完成？（${names.join("、")}；留空表示不用）`,
    removed: "已从此仓库移除 LTPM。Git 历史中已有的内容会保留。",
  },
  time: {
    justNow: "刚刚",
    ago: (count, unit) => `${count} ${UNIT_WORDS[unit]}前`,
    soon: "马上",
    within: (count, unit) => `${count} ${UNIT_WORDS[unit]}后`,
    unknown: "时间未知",
    length,
  },
};
