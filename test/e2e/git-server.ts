/**
 * A real Git server for tests: node:http in front of `git http-backend`, with tokens and faults. Everything a client meets is
 * what git itself says. The server runs in this process: a test must never wait for git with a blocking call meanwhile.
 */
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Which request: the first look of a push, the push itself, the first look of a fetch, the fetch itself. */
export type Step = "push_refs" | "push" | "fetch_refs" | "fetch";

/** What goes wrong with the next `times` requests of that step. */
export interface Fault {
  readonly on: Step;
  /** Default 1. `curl` repeats a request on a connection that broke, so an answer is really lost only with 2. */
  readonly times?: number;
  /** How many requests of that step pass first. */
  readonly after?: number;
  readonly what: /** The backend does its work, the connection breaks instead of an answer. */
    | { readonly kind: "drop_answer" }
    /** The connection breaks before anything happens. */
    | { readonly kind: "reset" }
    | { readonly kind: "status"; readonly status: number }
    /** Milliseconds before the backend starts. */
    | { readonly kind: "delay"; readonly before: number }
    /** The backend does its work, `gate` is told and awaited, then the answer goes out. */
    | { readonly kind: "hold_answer"; readonly gate: () => Promise<void> }
    /** Something happens on the server between the client's look and its push. */
    | { readonly kind: "meanwhile"; readonly act: () => Promise<void> | void };
}

export type Access = "write" | "read";

export interface GitServer {
  /** Where the bare repositories lie. */
  readonly root: string;
  /** Every request so far, in order. */
  readonly requests: { readonly step: Step | "other"; readonly status: number }[];
  /** Makes a bare repository `<name>.git` whose default branch is `main`; gives its path. */
  create(name: string): string;
  /** The address of a repository, with a token in it unless `null`. */
  url(name: string, token?: string | null): string;
  inject(fault: Fault): void;
  /** Forgets the faults that are left. */
  calm(): void;
  close(): Promise<void>;
}

/** The tokens that the server knows, and what they may. */
export const TOKENS: Readonly<Record<string, Access>> = { "wr1te-token": "write", "re4d-token": "read" };

interface Armed {
  readonly fault: Fault;
  skip: number;
  left: number;
}

interface BackendAnswer {
  readonly status: number;
  readonly headers: [string, string][];
  readonly body: Buffer;
}

function stepOf(request: IncomingMessage): Step | "other" {
  const url = request.url ?? "";
  if (url.includes("info/refs?service=git-receive-pack")) return "push_refs";
  if (url.includes("info/refs?service=git-upload-pack")) return "fetch_refs";
  if (url.endsWith("/git-receive-pack")) return "push";
  return url.endsWith("/git-upload-pack") ? "fetch" : "other";
}

function accessOf(request: IncomingMessage): Access | undefined {
  const [scheme, value] = (request.headers.authorization ?? "").split(" ");
  if (scheme?.toLowerCase() !== "basic" || value === undefined) return undefined;
  const [user, token] = Buffer.from(value, "base64").toString("utf8").split(":");
  return user === "x-access-token" && token !== undefined ? TOKENS[token] : undefined;
}

function cgiEnvironment(request: IncomingMessage, root: string): NodeJS.ProcessEnv {
  const address = new URL(request.url ?? "/", "http://server");
  const header = (name: string) => String(request.headers[name] ?? "");
  return {
    PATH: process.env.PATH,
    HOME: root,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: "1",
    REMOTE_USER: "tester",
    REMOTE_ADDR: "127.0.0.1",
    REQUEST_METHOD: request.method,
    PATH_INFO: decodeURIComponent(address.pathname),
    QUERY_STRING: address.search.slice(1),
    CONTENT_TYPE: header("content-type"),
    ...(request.headers["content-length"] ? { CONTENT_LENGTH: header("content-length") } : {}),
    ...(request.headers["content-encoding"] ? { HTTP_CONTENT_ENCODING: header("content-encoding") } : {}),
    ...(request.headers["git-protocol"] ? { GIT_PROTOCOL: header("git-protocol") } : {}),
  };
}

function parseCgi(output: Buffer): BackendAnswer {
  const split = output.indexOf("\r\n\r\n");
  const lines = output.subarray(0, Math.max(split, 0)).toString("latin1").split("\r\n");
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const status = Number.parseInt(headers.find(([name]) => name === "Status")?.[1] ?? "200", 10);
  return { status, headers: headers.filter(([name]) => name !== "Status"), body: output.subarray(split + 4) };
}

/** Lets git do the request. The work goes on to its end even if the client has gone. */
function backend(request: IncomingMessage, root: string, body: Buffer): Promise<BackendAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["http-backend"], { env: cgiEnvironment(request, root) });
    const out: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.resume();
    child.stdin.on("error", () => {});
    child.stdin.end(body);
    child.on("error", reject);
    child.on("close", () => resolve(parseCgi(Buffer.concat(out))));
  });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function takeFault(armed: Armed[], step: Step | "other"): Fault["what"] | undefined {
  const found = armed.find((one) => one.fault.on === step && one.left > 0);
  if (found === undefined) return undefined;
  if (found.skip > 0) {
    found.skip--;
    return undefined;
  }
  found.left--;
  return found.fault.what;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  root: string,
  armed: Armed[],
): Promise<number> {
  const step = stepOf(request);
  const body = await bodyOf(request);
  const access = accessOf(request);
  const say = (status: number, text: string, headers: Record<string, string> = {}) => {
    response.writeHead(status, { "content-type": "text/plain", ...headers }).end(text);
    return status;
  };
  if (access === undefined) return say(401, "no", { "www-authenticate": 'Basic realm="test"' });
  if (access === "read" && (step === "push_refs" || step === "push")) {
    return say(403, "Write access to repository not granted.\n");
  }
  const fault = takeFault(armed, step);
  if (fault?.kind === "reset") return breakOff(request);
  if (fault?.kind === "status") return say(fault.status, "the server is not well\n");
  if (fault?.kind === "delay") await new Promise((resolve) => setTimeout(resolve, fault.before));
  if (fault?.kind === "meanwhile") await fault.act();
  const done = await backend(request, root, body);
  if (fault?.kind === "drop_answer") return breakOff(request);
  if (fault?.kind === "hold_answer") await fault.gate();
  response.writeHead(done.status, done.headers.flat()).end(done.body);
  return done.status;
}

function breakOff(request: IncomingMessage): number {
  request.socket.resetAndDestroy();
  return 0;
}

function createBare(root: string, name: string): string {
  const path = join(root, `${name}.git`);
  const run = (...args: string[]) => {
    const ran = spawnSync("git", args, { encoding: "utf8", env: { PATH: process.env.PATH, HOME: root } });
    if (ran.status !== 0) throw new Error(ran.stderr);
  };
  run("init", "--quiet", "--bare", "--initial-branch=main", path);
  for (const setting of ["http.receivepack=true", "receive.autogc=false", "gc.auto=0"]) {
    const [key = "", value = ""] = setting.split("=");
    run("-C", path, "config", key, value);
  }
  return path;
}

/** Makes the repository's `pre-receive` hook this shell script. */
export function preReceive(repository: string, script: string): void {
  const path = join(repository, "hooks", "pre-receive");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

/** Starts a server on a free port of this machine, with no repositories yet. */
export async function startGitServer(): Promise<GitServer> {
  const root = mkdtempSync(join(tmpdir(), "ltpm-git-server-"));
  const armed: Armed[] = [];
  const requests: GitServer["requests"] = [];
  const server = createServer((request, response) => {
    const step = stepOf(request);
    answer(request, response, root, armed)
      .then((status) => requests.push({ step, status }))
      .catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    root,
    requests,
    create: (name) => createBare(root, name),
    url(name, token = "wr1te-token") {
      const who = token === null ? "" : `x-access-token:${token}@`;
      return `http://${who}127.0.0.1:${port}/${encodeURIComponent(name)}.git`;
    },
    inject: (fault) => void armed.push({ fault, skip: fault.after ?? 0, left: fault.times ?? 1 }),
    calm: () => void armed.splice(0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
