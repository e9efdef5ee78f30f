/** Where secrets stand in clear: in what was printed, in files that were left, in what was posted. */
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { GitHubDouble } from "../face.ts";

/** Larger files are not looked at. */
const LARGEST = 8 * 1024 * 1024;

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() && lstatSync(path).size <= LARGEST ? [path] : [];
  });
}

function posted(github: GitHubDouble): [string, string][] {
  const issues = [...github.issues(), ...github.pulls()];
  return [
    ...issues.map((issue): [string, string] => [`issue ${issue.number}`, `${issue.title}\n${issue.body ?? ""}`]),
    ...github.comments().map((comment): [string, string] => [`comment ${comment.id}`, comment.body]),
  ];
}

/** All forms in which a secret can be read back: itself, and as git's and HTTP's basic credentials. */
function forms(secret: string): string[] {
  const basic = Buffer.from(`x-access-token:${secret}`).toString("base64");
  return [secret, basic, Buffer.from(secret).toString("base64").replace(/=+$/, "")];
}

/** Names the places in which one of the secrets stands. `texts` are named texts, `folders` are searched. */
export function findLeaks(
  secrets: readonly string[],
  texts: Readonly<Record<string, string>>,
  folders: readonly string[],
  github: GitHubDouble,
): string[] {
  const files = folders.flatMap(filesBelow).map((path): [string, string] => [path, readFileSync(path, "latin1")]);
  const places = [...Object.entries(texts), ...posted(github), ...files];
  const wanted = secrets
    .filter((secret) => secret !== "")
    .flatMap((secret) => forms(secret).map((form) => ({ secret, form })));
  const found = places.flatMap(([place, text]) =>
    wanted.filter(({ form }) => text.includes(form)).map(({ secret }) => `${place}: ${secret.slice(0, 12)}…`),
  );
  return [...new Set(found)];
}
