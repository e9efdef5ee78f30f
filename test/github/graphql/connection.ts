/** Pages of lists as GraphQL has them. A cursor is the place in the list. */
import { failure } from "./failure.ts";

export interface Bounds {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

function place(cursor: string | null | undefined): number | undefined {
  return cursor ? Number(Buffer.from(cursor, "base64").toString("latin1").split(":")[1]) : undefined;
}

function cursor(at: number): string {
  return Buffer.from(`cursor:${at}`).toString("base64");
}

/** A connection over the items; without `first` or `last`, and over 100, refused as GitHub does. */
export function connection<T>(name: string, items: readonly T[], bounds: Bounds, show: (item: T) => unknown): object {
  const size = bounds.first ?? bounds.last;
  if (size === null || size === undefined) {
    const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
    throw failure("MISSING_PAGINATION_BOUNDARIES", message);
  }
  if (size > 100 || size < 0) {
    throw failure(
      "EXCESSIVE_PAGINATION",
      `Requesting ${size} records on the \`${name}\` connection exceeds the \`first\` limit of 100 records.`,
    );
  }
  const low = (place(bounds.after) ?? -1) + 1;
  const high = place(bounds.before) ?? items.length;
  const isLast = bounds.first === null || bounds.first === undefined;
  const from = isLast ? Math.max(high - size, low) : low;
  const to = isLast ? high : Math.min(low + size, high);
  const nodes = items.slice(from, to);
  return {
    totalCount: items.length,
    nodes: nodes.map(show),
    edges: nodes.map((item, index) => ({ cursor: cursor(from + index), node: show(item) })),
    pageInfo: {
      hasNextPage: to < items.length,
      hasPreviousPage: from > 0,
      startCursor: nodes.length > 0 ? cursor(from) : null,
      endCursor: nodes.length > 0 ? cursor(to - 1) : null,
    },
  };
}
