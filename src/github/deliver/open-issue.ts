/** Opening an issue of ours: with its label, and known by a marker in its text. */
import { isGitHubError } from "../error.ts";
import { createIssue, findByMarker, getIssue, type Issue } from "../issues.ts";
import { ensureLabel, type Label } from "../labels.ts";
import type { GitHubClient, Repo } from "../types.ts";

/** Opens it and gives its number; makes the label first where GitHub does not do that by itself. */
export async function openIssue(
  client: GitHubClient,
  repo: Repo,
  issue: { readonly title: string; readonly body: string },
  label: Label,
): Promise<number> {
  const open = () => createIssue(client, repo, { ...issue, labels: [label.name] });
  try {
    return (await open()).number;
  } catch (error) {
    if (!isGitHubError(error, "invalid", "not_found") || !/label/i.test(error.said)) throw error;
    await ensureLabel(client, repo, label);
    return (await open()).number;
  }
}

/**
 * The issue of ours with this marker: by its number, else by label and marker when it may be there all the same. An issue
 * without the marker is somebody else's, whatever the number says (a queue that was copied from another repository).
 */
export async function findOurs(
  client: GitHubClient,
  repo: Repo,
  known: number | null,
  by: { readonly label: Label; readonly marker: string; readonly look: boolean },
): Promise<Issue | null> {
  const issue = known === null ? null : await getIssue(client, repo, known);
  if (issue?.body.includes(by.marker)) return issue;
  return by.look || known !== null ? findByMarker(client, repo, by.label.name, by.marker) : null;
}

/** Whether two texts are the same to GitHub, which does not always keep the ends of lines. */
export function sameText(a: string, b: string): boolean {
  const plain = (text: string) => text.replaceAll("\r\n", "\n").trim();
  return plain(a) === plain(b);
}
