/** An HTTP request, read. */
import type { IncomingMessage } from "node:http";

export interface Incoming {
  readonly method: string;
  /** Without the API's base and the query. */
  readonly path: string;
  readonly search: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage["headers"];
  readonly bytes: Buffer;
  /** The body if it is JSON; undefined if there is none or it is not. */
  readonly body: unknown;
  readonly accept: string;
  readonly version: string;
  /** The token as it was sent; null without one. */
  readonly token: string | null;
}

/** The API versions that there are; the first is what one gets without asking. */
export const VERSIONS: readonly string[] = ["2022-11-28", "2026-03-10"];

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function json(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** `token X`, `Bearer X`, or the password of Basic. */
function tokenOf(header: string | undefined): string | null {
  const [scheme = "", value = ""] = (header ?? "").split(" ");
  if (/^(?:token|bearer)$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return null;
  const [, password = ""] = Buffer.from(value, "base64").toString("utf8").split(":");
  return password;
}

/** Reads a request; `base` is the API's path on this server. */
export async function readIncoming(request: IncomingMessage, base: string): Promise<Incoming> {
  const url = new URL(request.url ?? "/", "http://double");
  const bytes = await bytesOf(request);
  const isBelow = base !== "" && url.pathname.startsWith(`${base}/`);
  return {
    method: request.method ?? "GET",
    path: isBelow ? url.pathname.slice(base.length) : url.pathname,
    search: url.search,
    query: Object.fromEntries(url.searchParams),
    headers: request.headers,
    bytes,
    body: json(bytes),
    accept: String(request.headers.accept ?? ""),
    version: String(request.headers["x-github-api-version"] ?? VERSIONS[0]),
    token: tokenOf(request.headers.authorization),
  };
}
