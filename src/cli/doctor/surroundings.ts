/** What surrounds the queue: git, locks of dead processes, the heartbeat, agents, sessions nobody looks after. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gitSync } from "../../git/run.ts";
import type { Task } from "../../queue/schema.ts";
import type { Project } from "../project.ts";
import type { Finding } from "./finding.ts";

const OLDEST_GIT = [2, 30] as const;

export function examineGit(project: Project): Finding[] {
  const said = gitSync(["--version"], { cwd: project.repository.root });
  const version = /(\d+)\.(\d+)/.exec(said.stdout);
  if (said.code !== 0 || version === null) {
    return [
      {
        code: "no_git",
        level: "error",
        problem: "git cannot be run",
        remedy: "install git 2.30 or newer and put it on the PATH",
      },
    ];
  }
  const [major, minor] = [Number(version[1]), Number(version[2])];
  const old = major < OLDEST_GIT[0] || (major === OLDEST_GIT[0] && minor < OLDEST_GIT[1]);
  if (!old) return [];
  return [{ code: "old_git", level: "warning", problem: `git ${version[0]} is older than 2.30`, remedy: "update git" }];
}

export function examineHeartbeat(project: Project): Finding[] {
  const file = join(project.repository.root, "HEARTBEAT.md");
  if (existsSync(file) && readFileSync(file, "utf8").includes("Task Runner Dispatcher")) return [];
  const remedy = "`ltpm init` writes it; without it nobody settles what finished unless you run `ltpm dispatch`";
  return [{ code: "no_heartbeat", level: "warning", problem: "HEARTBEAT.md has no block for the dispatcher", remedy }];
}

export function examineAgents(project: Project, tasks: readonly Task[]): Finding[] {
  if (project.settings.agents.length > 0) return [];
  const waiting = tasks.filter((task) => task.blocked_code === "no_agent").map((task) => task.id);
  if (waiting.length === 0) return [];
  const remedy = 'set one in .ltpm/config.json, e.g. {"agents": ["claude"]}, then `ltpm retry` them';
  return [
    { code: "no_agent", level: "warning", problem: `no agent is set up, and ${waiting.join(", ")} need one`, remedy },
  ];
}

export function examineSettings(project: Project): Finding[] {
  return project.warnings.map((problem) => ({
    code: "unknown_setting",
    level: "warning",
    problem,
    remedy: "correct or remove it",
  }));
}

/** Running tasks whose session belongs to a machine or clone that is not this one. */
export function examineSessions(tasks: readonly Task[], own: string): Finding[] {
  const foreign = tasks.filter(
    (task) =>
      task.status === "running" && task.subagent_session?.startsWith("cmd:") && !task.subagent_session.startsWith(own),
  );
  return foreign.map((task) => ({
    code: "foreign_session",
    level: "warning",
    problem: `${task.id} runs as ${task.subagent_session ?? ""}, on another machine or in another clone; only there can its end be seen`,
    remedy: `wait for that clone, or \`ltpm retry ${task.id}\` to start it here`,
  }));
}
