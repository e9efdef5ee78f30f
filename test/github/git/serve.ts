/** Git over HTTP: `git http-backend` on the bare repository, with GitHub's tokens and GitHub's refusals. */
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { TokenGrant } from "../face.ts";
import { mayDo } from "../server/access.ts";
import type { Reply } from "../server/call.ts";
import type { Incoming } from "../server/incoming.ts";
import { branchRefusal } from "../world/rules.ts";
import type { World } from "../world/world.ts";
import { type Command, NOTHING, pushCommands, refusedPush } from "./packets.ts";

const SERVICE = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;
const MARK = "ltpm-double-workflow:";

/** Says which workflow file the new commits change, so that the server can refuse in GitHub's words. */
const HOOK = `#!/bin/sh
[ "$LTPM_DOUBLE_WORKFLOWS" = no ] || exit 0
while read -r old new ref; do
  case $new in 0000000*) continue ;; esac
  for commit in $(git rev-list "$new" --not --all); do
    path=$(git diff-tree -r --root --no-commit-id --name-only "$commit" -- .github/workflows | head -n 1)
    if [ -n "$path" ]; then echo "${MARK}$path" >&2; exit 1; fi
  done
done
`;

export function isGitPath(path: string): boolean {
  return SERVICE.test(path);
}

/** Puts the hook in place. */
export function prepareGit(world: World): void {
  const hook = join(world.git.dir, "hooks", "pre-receive");
  mkdirSync(dirname(hook), { recursive: true });
  writeFileSync(hook, HOOK);
  chmodSync(hook, 0o755);
}

function say(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, bytes: { type: "text/plain; charset=utf-8", content: Buffer.from(text) }, headers };
}

function environment(world: World, incoming: Incoming, service: string, mayWorkflows: boolean): NodeJS.ProcessEnv {
  const header = (name: string) => String(incoming.headers[name] ?? "");
  return {
    PATH: process.env.PATH,
    HOME: dirname(world.git.dir),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_PROJECT_ROOT: dirname(dirname(world.git.dir)),
    GIT_HTTP_EXPORT_ALL: "1",
    REMOTE_USER: "double",
    REMOTE_ADDR: "127.0.0.1",
    REQUEST_METHOD: incoming.method,
    PATH_INFO: `/${world.owner}/${world.name}.git/${service}`,
    QUERY_STRING: incoming.search.slice(1),
    CONTENT_TYPE: header("content-type"),
    LTPM_DOUBLE_WORKFLOWS: mayWorkflows ? "yes" : "no",
    ...(header("git-protocol") === "" ? {} : { GIT_PROTOCOL: header("git-protocol") }),
  };
}

function parseCgi(output: Buffer): Reply {
  const split = output.indexOf("\r\n\r\n");
  const lines = output.subarray(0, Math.max(split, 0)).toString("latin1").split("\r\n");
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const type = headers.get("content-type") ?? "text/plain";
  const status = Number.parseInt(headers.get("status") ?? "200", 10);
  return { status, bytes: { type, content: output.subarray(split + 4) }, headers: { "cache-control": "no-cache" } };
}

/** Lets git do it. The work goes on to its end even if the client has gone. */
function backend(env: NodeJS.ProcessEnv, body: Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["http-backend"], { env });
    const out: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.resume();
    child.stdin.on("error", () => {});
    child.stdin.end(body);
    child.on("error", reject);
    child.on("close", () => resolve(parseCgi(Buffer.concat(out))));
  });
}

function act(command: Command): "create" | "update" | "delete" {
  if (command.new === NOTHING) return "delete";
  return command.old === NOTHING ? "create" : "update";
}

/** The answer to a push that meets a protected branch; the whole push is refused, as GitHub does. */
function ruleRefusal(world: World, commands: readonly Command[], actor: string): Reply | null {
  for (const command of commands) {
    if (!command.ref.startsWith("refs/heads/")) continue;
    const refusal = branchRefusal(world, command.ref.slice("refs/heads/".length), actor, act(command));
    if (refusal === null) continue;
    const isRuleset = refusal.kind === "ruleset";
    const rules = `${world.urls.html}/${world.owner}/${world.name}/rules?ref=${encodeURIComponent(command.ref)}`;
    const lines = isRuleset
      ? [
          `error: GH013: Repository rule violations found for ${command.ref}.`,
          `Review all repository rules at ${rules}`,
          "",
          `- ${refusal.text}`,
          "",
        ]
      : [`error: GH006: Protected branch update failed for ${command.ref}.`, `error: ${refusal.text}`];
    const reason = isRuleset ? "push declined due to repository rule violations" : "protected branch hook declined";
    return pushReply(refusedPush(commands, lines, () => reason));
  }
  return null;
}

function pushReply(content: Buffer): Reply {
  return { status: 200, bytes: { type: "application/x-git-receive-pack-result", content } };
}

/** The hook's mark in an answer becomes GitHub's refusal. */
function withoutMark(reply: Reply, commands: readonly Command[], actor: string): Reply {
  const text = reply.bytes?.content.toString("latin1") ?? "";
  const path = text.includes(MARK) ? (/ltpm-double-workflow:([^\n]+)/.exec(text)?.[1] ?? "") : null;
  if (path === null) return reply;
  const isApp = actor.endsWith("[bot]");
  const reason = isApp
    ? `refusing to allow a GitHub App to create or update workflow \`${path}\` without \`workflows\` permission`
    : `refusing to allow a Personal Access Token to create or update workflow \`${path}\` without \`workflow\` scope`;
  return pushReply(refusedPush(commands, [], () => reason));
}

/** Answers a request of git. `grant` is null without a valid token. */
export async function answerGit(world: World, incoming: Incoming, grant: TokenGrant | null): Promise<Reply> {
  const [, owner = "", name = "", service = ""] = SERVICE.exec(incoming.path) ?? [];
  const isPush = service === "git-receive-pack" || incoming.query.service === "git-receive-pack";
  const mayLook =
    grant === null ? !world.private && incoming.token === null : !world.private || mayDo(grant, "contents", "read");
  if (grant === null && (isPush || !mayLook)) {
    return say(401, "Repository not found.\n", { "www-authenticate": 'Basic realm="GitHub"' });
  }
  const isHere = `${owner}/${name}`.toLowerCase() === `${world.owner}/${world.name}`.toLowerCase();
  if (!isHere || !mayLook) return say(404, "Repository not found.\n");
  const actor = grant?.actor ?? "";
  if (isPush && (grant === null || !mayDo(grant, "contents", "write"))) {
    return say(403, `Permission to ${world.owner}/${world.name}.git denied to ${actor}.\n`);
  }
  const body = incoming.headers["content-encoding"] === "gzip" ? gunzipSync(incoming.bytes) : incoming.bytes;
  const commands = service === "git-receive-pack" ? pushCommands(body) : [];
  const refusal = ruleRefusal(world, commands, actor);
  if (refusal !== null) return refusal;
  const mayWorkflows = grant !== null && mayDo(grant, "workflows", "write");
  const reply = await backend(environment(world, incoming, service, mayWorkflows), body);
  return commands.length > 0 ? withoutMark(reply, commands, actor) : reply;
}
