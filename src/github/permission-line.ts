/** Which line of a workflow's `permissions:` a refused call wants. */

/** What a workflow may grant to its own token; anything else takes a token of its own. */
const GRANTABLE = new Set([
  ...["actions", "attestations", "checks", "contents", "deployments", "discussions", "issues", "models", "packages"],
  ...["pages", "pull-requests", "security-events", "statuses"],
]);

/** Where the answer does not say it: the endpoint does. */
const BY_PATH: readonly (readonly [RegExp, string])[] = [
  [/\/pulls\b/, "pull-requests"],
  [/\/(?:issues|labels|assignees|milestones)\b/, "issues"],
  [/\/actions\b/, "actions"],
  [
    /\/(?:git|contents|merges|merge-upstream|branches|commits|compare|releases|dispatches|tarball|zipball)\b/,
    "contents",
  ],
];

/** The lines that a call wants, such as `issues: write`; none when that cannot be told. `path`: GraphQL's, to what was refused. */
export function permissionLines(route: string, accepted: string | null, path: readonly string[] = []): string[] {
  const said = fromHeader(accepted);
  if (said.length > 0) return said;
  if (route.startsWith("mutation")) return ["contents: write"];
  if (route.startsWith("query"))
    return [path.some((field) => /^issues?$/.test(field)) ? "issues: read" : "contents: read"];
  const name = BY_PATH.find(([pattern]) => pattern.test(route))?.[1];
  return name === undefined ? [] : [`${name}: ${/^(?:GET|HEAD) /.test(route) ? "read" : "write"}`];
}

/** `x-accepted-github-permissions`: alternatives between semicolons; the first will do. */
function fromHeader(accepted: string | null): string[] {
  const [first = ""] = (accepted ?? "").split(";");
  return first.split(",").flatMap((part) => {
    const [name = "", level = ""] = part.trim().split("=");
    if (!/^[a-z_]+$/.test(name) || !/^(?:read|write|admin)$/.test(level) || name === "metadata") return [];
    return [`${name.replaceAll("_", "-")}: ${level}`];
  });
}

/** What to change so that the token may do it, as the end of a sentence. */
export function permissionAdvice(lines: readonly string[], personal: boolean): string {
  if (lines.length === 0) return "give the token the permission that this call needs";
  const shown = lines.map((line) => `\`${line}\``).join(" and ");
  if (personal) return `give the personal access token ${shown}`;
  if (lines.every((line) => GRANTABLE.has(line.split(":")[0] ?? ""))) {
    return `add ${shown} to the \`permissions:\` of the workflow's job`;
  }
  return `use a token of a GitHub App or a person with ${shown}, which a workflow's own token cannot have`;
}
