/** A REST call as a route sees it, and what it gives back. */
import type { TokenGrant } from "../face.ts";
import { notFound } from "../world/refusal.ts";
import type { Issue, World } from "../world/world.ts";

export interface Reply {
  readonly status: number;
  readonly json?: unknown;
  /** Instead of JSON. */
  readonly bytes?: { readonly type: string; readonly content: Buffer };
  readonly headers?: Readonly<Record<string, string>>;
}

/** Parameters, by name; what nobody asked for is known in the end. */
export class Asked {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #read = new Set<string>();

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  get(name: string): unknown {
    this.#read.add(name);
    return this.#values[name];
  }

  has(name: string): boolean {
    return name in this.#values;
  }

  text(name: string): string | undefined {
    const value = this.get(name);
    return value === undefined || value === null ? undefined : String(value);
  }

  texts(name: string): string[] | undefined {
    const value = this.get(name);
    return Array.isArray(value) ? value.map(String) : undefined;
  }

  whole(name: string, otherwise: number): number {
    const value = Number(this.get(name));
    return Number.isInteger(value) && value > 0 ? value : otherwise;
  }

  yes(name: string): boolean {
    const value = this.get(name);
    return value === true || value === "true";
  }

  unread(): string[] {
    return Object.keys(this.#values).filter((name) => !this.#read.has(name));
  }
}

export interface Call {
  readonly world: World;
  readonly slots: Readonly<Record<string, string>>;
  readonly query: Asked;
  readonly body: Asked;
  /** The body as sent. */
  readonly sent: unknown;
  /** The account behind the token. */
  readonly actor: string;
  readonly grant: TokenGrant;
  readonly accept: string;
  /** `X-GitHub-Api-Version`. */
  readonly version: string;
  /** Path and query as the `Link` header repeats them. */
  readonly address: URL;
}

export type Route = (call: Call) => Reply;
export type Routes = Readonly<Record<string, Route>>;

/** One page of a list, with the `Link` header. Like GitHub, more than 100 a page are 100. */
export function page<T>(call: Call, items: readonly T[], show: (items: T[]) => unknown): Reply {
  const size = Math.min(call.query.whole("per_page", 30), 100);
  const number = call.query.whole("page", 1);
  const last = Math.max(Math.ceil(items.length / size), 1);
  const to = (which: number, rel: string) => {
    const url = new URL(call.address);
    url.searchParams.set("page", String(which));
    return `<${url.href}>; rel="${rel}"`;
  };
  const links = [
    ...(number > 1 ? [to(Math.min(number - 1, last), "prev")] : []),
    ...(number < last ? [to(number + 1, "next"), to(last, "last")] : []),
    ...(number > 1 ? [to(1, "first")] : []),
  ];
  return {
    status: 200,
    json: show(items.slice((number - 1) * size, number * size)),
    ...(links.length > 0 ? { headers: { link: links.join(", ") } } : {}),
  };
}

/** A value of `slots` that the route's path certainly has. */
export function slot(call: Call, name: string): string {
  const value = call.slots[name];
  if (value === undefined) throw notFound();
  return value;
}

/** The issue a path names. */
export function issueOf(call: Call): Issue {
  const issue = call.world.issues.get(Number(slot(call, "issue_number")));
  if (issue === undefined) throw notFound();
  return issue;
}
