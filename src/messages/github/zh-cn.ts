/** The Chinese texts for GitHub: the same lines as the English ones. Commands stay as they are typed. */
import type { GitHubWords } from "./catalog.ts";

const list = (items: readonly string[]) => items.join("、");

export const ZH_CN_GITHUB: GitHubWords = {
  language: "zh-CN",
  reply: {
    nothingFound:
      '这条评论里没有找到任务\uff0c也没有命令。添加任务请以 "/ltpm add" 开头\uff1b查看队列请写 "show tasks"。',
    unknown: (ids) => `没有任务 ${list(ids)}。查看现有任务请写 "show tasks"。`,
    doneAlready: (id) => `${id} 已经完成\uff0c未作任何更改。如需再次运行请写 "retry ${id}"。`,
    superseded: (id) =>
      `${id}\uff1a在这条评论之后有人作了别的决定\uff0c以那个决定为准。如果仍要这样做\uff0c请再写一次。`,
    tooOld: (days) => `这条内容已超过 ${days} 天\uff0c未作任何更改。如果仍然需要\uff0c请再写一次。`,
    edited: "这条评论在写好之后被修改过\uff0c未执行任何操作。请在新的评论中写明您的要求。",
    noPermission: (role) =>
      `只有对本仓库有写权限的人才能这样做${role === null ? "" : `\uff1b您的权限是 "${role}"`}。未作任何更改。`,
    permissionUnknown: (why) => `无法核实您的权限\uff0c因此未作任何更改。请稍后再写一次。原因\uff1a${why}`,
    commandNotTaken: (id) =>
      `${id}\uff1a这里不执行评论和 issue 中的命令\uff0c任务等待您处理\uff1b它的 issue 说明怎样可以运行。如需更改\uff0c请看配置中的 "inline_commands"。`,
    archived: (id) => `${id} 已归档\uff0c未作任何更改。如需恢复请写 "retry ${id}"。`,
    tooLong: "已完成\uff0c但回复太长\uff0c无法放进一条评论。本次工作流运行的摘要里有队列。",
  },
  issue: {
    blockedTitle: (id, attempts, description) => `🚫 ${id} 受阻\uff0c已尝试 ${attempts} 次\uff1a${description}`,
    earlierTries: (count) => `- 更早的 ${count} 次尝试\uff0c此处从略`,
    cutShort: "内容太长\uff0c无法在此显示\uff1b队列文件中有全部内容。",
    closed: "本 issue 已关闭。",
    gone: (id) => `${id} 已不在队列中。`,
    stillBlocked: (id, reason) => `🚫 ${id} 受阻 — ${reason}`,
    blockedAt: (id, number) => `${id} 的解除步骤\uff1a#${number}`,
    allDone: "本 issue 的所有任务都已结束\uff0c因此将其关闭。",
    allBlockedItem: (id, description) => `${id}\uff1a${description}`,
    more: (count) => `…… 另有 ${count} 个任务`,
  },
  dashboard: {
    title: "📋 任务面板",
    intro:
      "本 issue 由 LTPM 保持更新。勾选方框即可操作任务\uff08需要写权限\uff09\uff1b在任何 issue 中评论 `retry T-02` 这样的命令效果相同。请勿修改其他内容\uff1a它们会被重新写入。",
    running: "进行中",
    blocked: "受阻",
    pending: "待处理",
    finished: "最近结束",
    boxes: "可勾选的操作",
    more: (count) => `…… 另有 ${count} 个任务未在此显示`,
    box: (op, id) => (op === "done" ? `mark ${id} done` : `${op} ${id}`),
    since: (moment) => `自 ${moment}`,
    log: "日志",
  },
  run: {
    summaryTitle: "LTPM",
    pullTitle: (id, description) => `${id}\uff1a${description}`,
    pullTask: "任务",
    pullResult: "结果",
    pullVerified: (words) => `已核验\uff1a${words}`,
    pullAttempt: (attempt, strategy) => `由第 ${attempt} 次尝试以策略 "${strategy}" 完成。`,
    pullIssue: (number) => `任务来自 #${number}。`,
    firstRun: (heartbeat, crons) =>
      [
        "⚙️ 任务运行器已初始化。",
        ...(heartbeat ? ["心跳调度已登记在 HEARTBEAT.md 中。"] : []),
        crons.length > 0
          ? `已登记备用定时计划\uff08cron ${crons.map((cron) => `\`${cron}\``).join("、")}\uff0cUTC\uff09。您的任务将自动执行。`
          : "未设置定时计划\uff1a任务在添加时启动\uff0c重试在工作流运行时进行。",
      ].join(""),
  },
};
