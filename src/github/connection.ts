/** One server and one token: sends, counts, keeps the cap and the pace, and turns every trouble into a `GitHubError`. */
import { setTimeout as wait } from "node:timers/promises";
import type { Octokit } from "@octokit/core";
import { GitHubError } from "./error.ts";
import { agentFor, exchange, type Sent, type Whole } from "./exchange.ts";
import { type Call, failure, graphqlErrors, isKnownToPlugin, isUnsent, limitOf, thrownBy } from "./failure.ts";
import { openOctokit } from "./octokit.ts";
import { pacer } from "./pace.ts";
import { LimitPatience } from "./patience.ts";
import type { CallOptions, ClientOptions, GitHubClient } from "./types.ts";

type Params = Readonly<Record<string, unknown>>;

interface Answer {
  readonly data: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

export class Connection implements GitHubClient {
  readonly #options: ClientOptions;
  readonly #octokit: Octokit;
  readonly #limits: LimitPatience;
  #requests = 0;
  #writes = 0;
  #ordinaryWrites = 0;
  #serverDate: number | null = null;

  constructor(options: ClientOptions) {
    const { token, userAgent, say = () => {}, pace = 1_000 } = options;
    const sleep = options.sleep ?? ((milliseconds: number) => wait(milliseconds));
    const warn = (line: string) => say(this.#tidy(line));
    for (const url of [options.apiUrl, options.graphqlUrl]) demandAddress(url);
    this.#options = options;
    this.#limits = new LimitPatience(options.patience ?? 120_000, sleep, warn);
    const apart = pacer(pace, () => performance.now(), sleep);
    this.#octokit = openOctokit({
      ...{ token, userAgent, warn, sleep, apiUrl: options.apiUrl.replace(/\/+$/, "") },
      fetch: (url, sent) => this.#send(url, sent),
      pace: () => apart.next(),
      waitForLimit: (seconds, tries) => this.#limits.wait(seconds, tries),
    });
  }

  get requests(): number {
    return this.#requests;
  }

  get writes(): number {
    return this.#writes;
  }

  serverDate(): number | null {
    return this.#serverDate;
  }

  async rest<T>(route: string, params: Params, shape: (data: unknown) => T, options: CallOptions = {}): Promise<T> {
    const call = restCall(route, params, options);
    const { data } = await this.#ask(call, options, {
      ...params,
      ...methodAndUrl(route),
      ...(options.accept === undefined ? {} : { headers: { accept: options.accept } }),
    });
    return narrowed(call, data, shape);
  }

  async pages<T>(route: string, params: Params, shape: (data: unknown) => readonly T[], most: number): Promise<T[]> {
    const call = restCall(route, params, {});
    const items: T[] = [];
    let next: Params | null = { per_page: Math.min(100, most), ...params, ...methodAndUrl(route) };
    while (next !== null && items.length < most) {
      const answer: Answer = await this.#ask(call, {}, next);
      items.push(...narrowed(call, answer.data, shape));
      const url = nextPage(answer.headers.link);
      // The token goes nowhere but to its own server, whatever an answer says.
      next = url?.startsWith(`${this.#options.apiUrl.replace(/\/+$/, "")}/`) ? { method: "GET", url } : null;
    }
    return items.slice(0, most);
  }

  async graphql<T>(
    query: string,
    variables: Params,
    shape: (data: unknown) => T,
    options: CallOptions = {},
  ): Promise<T> {
    const name = /^\s*(?:query|mutation)\s+\w+/.exec(query)?.[0].trim() ?? "query";
    const writes = name.startsWith("mutation");
    const call = { route: name, writes, idempotent: options.idempotent ?? !writes };
    const baseUrl = this.#options.graphqlUrl.replace(/\/graphql\/*$/, "");
    // The throttling plugin knows GraphQL by this path.
    const url = baseUrl === this.#options.graphqlUrl ? baseUrl : "/graphql";
    const { data } = await this.#ask(call, options, { method: "POST", baseUrl, url, query, variables });
    const errors = graphqlErrors(data);
    if (errors.length > 0) throw this.#failure(call, { response: { data, headers: {} }, message: errors[0]?.message });
    return narrowed(call, data, (answer) => shape(isData(answer) ? answer.data : undefined));
  }

  /** One call with everything around it. */
  async #ask(call: Call, options: CallOptions, params: Params): Promise<Answer> {
    if (call.writes) this.#countWrite(call, options);
    const headers = { "x-github-api-version": "2022-11-28", ...(isHeaders(params.headers) ? params.headers : {}) };
    for (let tries = 0; ; tries++) {
      try {
        // Given as a number, the retry plugin would repeat whatever fails, a 404 too.
        const request = call.idempotent ? {} : { retries: 0 };
        return await this.#octokit.request({ url: "", method: "GET", ...params, headers, request });
      } catch (error) {
        const thrown = thrownBy(error);
        const seconds = limitOf(thrown, Date.now());
        const repeat = seconds === null ? isUnsent(thrown) && !call.idempotent && tries < 1 : !isKnownToPlugin(thrown);
        if (!repeat || (seconds !== null && !(await this.#limits.wait(seconds, tries))))
          throw this.#failure(call, error);
      }
    }
  }

  #countWrite(call: Call, { vital = false }: CallOptions): void {
    const { maxWrites = Number.POSITIVE_INFINITY } = this.#options;
    if (!vital && this.#ordinaryWrites >= maxWrites) {
      const message = `${call.route} was left for the next run: this run has made its ${maxWrites} writes`;
      throw new GitHubError(message, { code: "capped" });
    }
    this.#writes++;
    if (!vital) this.#ordinaryWrites++;
  }

  async #send(url: string, sent: Sent): Promise<Whole> {
    this.#requests++;
    const answer = await exchange({ timeout: this.#options.timeout ?? 30_000, agentFor }, url, sent);
    const date = Date.parse(answer.headers.get("date") ?? "");
    if (!Number.isNaN(date)) this.#serverDate = date;
    return answer;
  }

  #failure(call: Call, error: unknown): GitHubError {
    return failure(call, thrownBy(error), Date.now(), (text) => this.#tidy(text));
  }

  /** One line without the token and without what a terminal or a log would obey. */
  #tidy(text: string): string {
    const plain = text.replaceAll(this.#options.token || "\0", "[redacted]");
    return plain
      .replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
      .trim()
      .slice(0, 400);
  }
}

function demandAddress(url: string): void {
  if (URL.canParse(url) && /^https?:/.test(url)) return;
  const help = "give the addresses of the server's API in GITHUB_API_URL and GITHUB_GRAPHQL_URL";
  throw new GitHubError(`${JSON.stringify(url.slice(0, 200))} is no address: ${help}`, { code: "invalid" });
}

function isData(answer: unknown): answer is { readonly data: unknown } {
  return typeof answer === "object" && answer !== null && "data" in answer;
}

function isHeaders(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === "object" && value !== null;
}

function methodAndUrl(route: string): { method: string; url: string } {
  const split = route.indexOf(" ");
  return { method: route.slice(0, split), url: route.slice(split + 1) };
}

function restCall(route: string, params: Params, options: CallOptions): Call {
  const { method } = methodAndUrl(route);
  const shown = route.replace(/\{(\w+)\}/g, (name, key: string) => String(params[key] ?? name));
  const writes = method !== "GET" && method !== "HEAD";
  return { route: shown, writes, idempotent: options.idempotent ?? method !== "POST" };
}

function nextPage(link: unknown): string | null {
  return typeof link === "string" ? (/<([^<>]+)>;\s*rel="next"/.exec(link)?.[1] ?? null) : null;
}

/** The answer in its type. An answer to a write that cannot be read is as good as lost. */
function narrowed<T>(call: Call, data: unknown, shape: (data: unknown) => T): T {
  try {
    return shape(data);
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : "it has another form";
    const code = call.writes && !call.idempotent ? "ambiguous" : "unavailable";
    throw new GitHubError(`GitHub's answer to ${call.route} cannot be used: ${why}`, { code });
  }
}
