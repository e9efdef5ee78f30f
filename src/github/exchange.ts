/**
 * One HTTP request and its whole answer, on node:https: the built-in `fetch` takes longer to load than an idle run to finish.
 * Looks like `fetch` to Octokit.
 */
import type * as Http from "node:http";
import type { Agent, IncomingMessage } from "node:http";
import { createRequire } from "node:module";

/** What Octokit puts into a request. */
export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What Octokit reads of an answer. It has arrived to its last byte. */
export interface Whole {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

export interface Exchange {
  /** Milliseconds for the whole of it. */
  readonly timeout: number;
  /** The way to a server: null for a direct one. */
  readonly agentFor: (url: URL) => Promise<Agent | null>;
}

const load = createRequire(import.meta.url);
const PROXIES = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"];

/** The agent for a server; where no proxy is configured nothing is loaded to find that out. */
export async function agentFor(url: URL): Promise<Agent | null> {
  if (PROXIES.every((name) => (process.env[name] ?? "") === "")) return null;
  return (await import("./proxy.ts")).proxyAgent(url);
}

const MOST_REDIRECTS = 5;

/** Sends a request and follows where it is sent on to. Rejects when the answer does not arrive whole and in time. */
export async function exchange(how: Exchange, address: string, sent: Sent): Promise<Whole> {
  let url = new URL(address);
  let request = sent;
  for (let hops = 0; ; hops++) {
    const answer = await exchangeOnce(how, url, request);
    const next = redirection(answer, request.method ?? "GET", url);
    if (next === null || hops === MOST_REDIRECTS) return answer;
    if (next.origin !== url.origin) request = { ...request, headers: withoutSecrets(request.headers) };
    url = next;
  }
}

/** A write is only sent on where the answer says that it is to be sent again as it is. */
function redirection(answer: Whole, method: string, from: URL): URL | null {
  const location = answer.headers.get("location");
  const asItIs = method === "GET" || method === "HEAD" ? [301, 302, 303, 307, 308] : [307, 308];
  if (location === undefined || !asItIs.includes(answer.status)) return null;
  const to = new URL(location, from);
  return to.protocol === "https:" || to.protocol === from.protocol ? to : null;
}

function withoutSecrets(headers: Sent["headers"] = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^(?:authorization|cookie)$/i.test(name)));
}

async function exchangeOnce(how: Exchange, url: URL, sent: Sent): Promise<Whole> {
  const agent = await how.agentFor(url);
  // Only one of the two, and not by `import()`: that would read every export, and one of them loads all of `fetch`.
  const { request }: typeof Http = load(url.protocol === "http:" ? "node:http" : "node:https");
  const body = Buffer.from(sent.body ?? "");
  const headers = { ...sent.headers, ...(body.length > 0 ? { "content-length": String(body.length) } : {}) };
  const options = { method: sent.method ?? "GET", headers, ...(agent === null ? {} : { agent }) };
  return new Promise((resolve, reject) => {
    const going = request(url, options, (answer) => {
      collect(answer).then((bytes) => resolve(whole(answer, bytes, url)), reject);
    });
    const timer = setTimeout(() => {
      const late = Object.assign(new Error("no answer within the time limit"), { name: "TimeoutError" });
      // A request that still waits for its connection would not tell.
      reject(late);
      going.destroy(late);
    }, how.timeout);
    going.on("close", () => clearTimeout(timer));
    going.on("error", reject);
    going.end(body);
  });
}

function collect(answer: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    answer.on("data", (chunk: Buffer) => chunks.push(chunk));
    answer.on("error", reject);
    answer.on("end", () => resolve(Buffer.concat(chunks)));
    answer.on("close", () => {
      if (!answer.complete) reject(new Error("the connection broke in the middle of the answer"));
    });
  });
}

function whole(answer: IncomingMessage, bytes: Buffer, url: URL): Whole {
  const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
  return {
    status: answer.statusCode ?? 0,
    statusText: answer.statusMessage ?? "",
    url: url.href,
    headers: new Map(headers),
    text: () => Promise.resolve(bytes.toString("utf8")),
    arrayBuffer: async () => new Uint8Array(bytes).buffer,
  };
}
