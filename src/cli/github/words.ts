/** What `init --github` says, in both languages. */
import type { Language } from "../../messages/language.ts";
import { oneLine } from "../../messages/terminal-text.ts";
import type { DefaultBranch } from "./state-place.ts";
import type { WorkflowChange } from "./workflow-files.ts";

export interface GithubWords {
  workflow(change: WorkflowChange): string;
  /** Where the state lives now; `null`: on the default branch. */
  state(branch: string | null, why: string): string;
  moved(count: number): string;
  whereQuestion(branch: DefaultBranch, own: string): string;
  why(branch: DefaultBranch): string;
  kept: string;
  told: string;
  notReached(why: string): string;
  next: string;
  steps(agent: string | null): readonly string[];
  removed(paths: readonly string[]): string;
  branchStays(branch: string): string;
}

const SETTING = "Settings → Actions → General → Workflow permissions";
const COMMANDS = {
  push: "git add .github/workflows .ltpm && git commit -m 'LTPM on GitHub' && git push",
  secret: "gh secret set ANTHROPIC_API_KEY",
  wake: "gh workflow run ltpm.yml -f message='…'",
};

export const GITHUB_WORDS_EN: GithubWords = {
  workflow({ path, change, proposal }) {
    if (change === "conflict")
      return `${path}: left as it is: you and this version changed the same lines. The new version is in ${proposal}; merge it by hand, then run this again.`;
    if (change === "foreign")
      return `${path}: left as it is: this file is not from ltpm, or nobody remembers what it was. The new version is in ${proposal}.`;
    const said = {
      written: "written",
      updated: "brought up to date",
      merged: "brought up to date, with your changes kept",
      unchanged: "is up to date",
    };
    return `${path}: ${said[change]}`;
  },
  state: (branch, why) => `The state is on ${branch === null ? "the default branch" : `the branch ${branch}`}: ${why}.`,
  moved: (count) => `${count} ${count === 1 ? "task" : "tasks"} went there.`,
  whereQuestion: (branch, own) =>
    branch.kind === "open"
      ? `Where should the queue live: on ${oneLine(branch.name)}, where everybody sees it, or on the branch ${own}? [${oneLine(branch.name)}]`
      : `Where should the queue live? [${own}]`,
  why(branch) {
    if (branch.kind === "open") return `${oneLine(branch.name)} takes commits`;
    if (branch.kind === "unknown") return oneLine(branch.why);
    return `${oneLine(branch.name)} is protected${branch.rules.length > 0 ? ` (${branch.rules.join(", ")})` : ""}`;
  },
  kept: "as before",
  told: "as you said",
  notReached: (why) =>
    `The branch for the state could not be made: ${why}. Run \`ltpm init --github\` again when it can.`,
  next: "What is left to do:",
  steps: (agent) => [
    `Commit and push: ${COMMANDS.push}`,
    `${SETTING}: allow GitHub Actions to create and approve pull requests, so that finished work can be proposed.`,
    agent === null
      ? "Tasks without a command need an agent: name it in .ltpm/config.json, install it and give it its key in the job `attempt`."
      : `Install ${oneLine(agent)} in the job \`attempt\` of ltpm.yml and give it its key there, for example: ${COMMANDS.secret}`,
    `Then give it work: label an issue \`ltpm\`, comment \`/ltpm …\`, or: ${COMMANDS.wake}`,
  ],
  removed: (paths) => `Removed ${paths.join(" and ")}: commit and push that, too.`,
  branchStays: (branch) =>
    `The branch ${branch} on the remote stays; \`git push origin --delete ${branch}\` removes it.`,
};

export const GITHUB_WORDS_ZH: GithubWords = {
  workflow({ path, change, proposal }) {
    if (change === "conflict")
      return `${path}：保持原样：你和新版本改了同样的行。新版本在 ${proposal}；请手工合并，然后再运行一次。`;
    if (change === "foreign")
      return `${path}：保持原样：这个文件不是 ltpm 写的，或者没有人记得它原来的样子。新版本在 ${proposal}。`;
    const said = { written: "已写入", updated: "已更新", merged: "已更新，并保留了你的改动", unchanged: "已是最新" };
    return `${path}：${said[change]}`;
  },
  state: (branch, why) => `状态保存在${branch === null ? "默认分支" : `分支 ${branch} `}上：${why}。`,
  moved: (count) => `已把 ${count} 个任务移到那里。`,
  whereQuestion: (branch, own) =>
    branch.kind === "open"
      ? `队列放在哪里：大家都看得到的 ${oneLine(branch.name)}，还是分支 ${own}？[${oneLine(branch.name)}]`
      : `队列放在哪里？[${own}]`,
  why(branch) {
    if (branch.kind === "open") return `${oneLine(branch.name)} 接受提交`;
    if (branch.kind === "unknown") return oneLine(branch.why);
    return `${oneLine(branch.name)} 受保护${branch.rules.length > 0 ? `（${branch.rules.join("、")}）` : ""}`;
  },
  kept: "和以前一样",
  told: "按你的要求",
  notReached: (why) => `无法创建保存状态的分支：${why}。可以的时候请再运行一次 \`ltpm init --github\`。`,
  next: "还要做的事：",
  steps: (agent) => [
    `提交并推送：${COMMANDS.push}`,
    `${SETTING}：允许 GitHub Actions 创建和批准拉取请求，这样完成的工作才能提交给你。`,
    agent === null
      ? "不带命令的任务需要代理：在 .ltpm/config.json 里写上它的名字，在作业 `attempt` 里安装它并给它密钥。"
      : `在 ltpm.yml 的作业 \`attempt\` 里安装 ${oneLine(agent)} 并给它密钥，例如：${COMMANDS.secret}`,
    `然后交给它工作：给 issue 加上标签 \`ltpm\`，评论 \`/ltpm …\`，或者：${COMMANDS.wake}`,
  ],
  removed: (paths) => `已删除 ${paths.join(" 和 ")}：请把这也提交并推送。`,
  branchStays: (branch) => `远程的分支 ${branch} 保留；用 \`git push origin --delete ${branch}\` 删除。`,
};

export function githubWords(language: Language): GithubWords {
  return language === "en" ? GITHUB_WORDS_EN : GITHUB_WORDS_ZH;
}
