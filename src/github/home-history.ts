/** The newest commits of the default branch, as part of the first look at a repository: what people wrote of tasks is heard there. */
import * as v from "valibot";

/** So many commits are looked at: who pushes more between two runs has to say by hand what is done. */
const MOST = 30;
/** An octopus has more; what matters is told by the first ones. */
const MOST_PARENTS = 5;

/** Fields of a commit; the query declares `$history`. */
export const HISTORY = `history(first: ${MOST}) @include(if: $history) {
            nodes { oid message authoredDate parents(first: ${MOST_PARENTS}) { nodes { oid } } }
          }`;

export interface HomeCommit {
  readonly oid: string;
  readonly parents: readonly string[];
  /** The author's date in seconds since 1970, as git says it. */
  readonly written: string;
  readonly message: string;
}

export interface HomeHistory {
  readonly head: string;
  /** The newest first. */
  readonly commits: readonly HomeCommit[];
}

const named = v.object({ oid: v.string() });
/** An answer to `HISTORY`. Nodes that a server could not read are null. */
export const historySchema = v.object({
  nodes: v.array(
    v.nullable(
      v.object({
        ...named.entries,
        message: v.string(),
        authoredDate: v.string(),
        parents: v.object({ nodes: v.array(v.nullable(named)) }),
      }),
    ),
  ),
});

/** The answer as commits. */
export function historyOf(head: string, { nodes }: v.InferOutput<typeof historySchema>): HomeHistory {
  const commits = nodes
    .filter((node) => node !== null)
    .map(({ oid, message, authoredDate, parents }) => {
      const at = Date.parse(authoredDate);
      const written = Number.isNaN(at) ? authoredDate : String(Math.floor(at / 1000));
      return { oid, message, written, parents: parents.nodes.filter((one) => one !== null).map((one) => one.oid) };
    });
  return { head, commits };
}
