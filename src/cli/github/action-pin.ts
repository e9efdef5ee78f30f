/** Which commit of the Action the workflows name: that of the release which is running, never a tag that can be moved. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { gitSync } from "../../git/run.ts";
import { Problem, UsageError } from "../failure.ts";
import { VERSION } from "../version.ts";
import { slugOf } from "./remote-place.ts";
import type { ActionPin } from "./workflow-template.ts";

const PIN = /^([A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100})@([0-9a-f]{40})(?:\s*#\s*(v[0-9][\w.+-]{0,40}))?$/;

/** `--action owner/name@SHA`. Throws `UsageError`. */
export function readPin(text: string): ActionPin {
  const found = PIN.exec(text.trim());
  if (found?.[1] === undefined || found[2] === undefined)
    throw new UsageError("--action takes OWNER/NAME@COMMIT with all 40 digits of the commit; a tag could be moved");
  return { repository: found[1], sha: found[2], version: found[3] ?? `v${VERSION}` };
}

/** Written by the release workflow into the package: a commit cannot hold its own name. */
const releaseShape = v.object({
  repository: v.pipe(v.string(), v.regex(/^[\w-]+\/[\w.-]+$/)),
  sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
  version: v.pipe(v.string(), v.regex(/^v\d/)),
});

function fromRelease(installation: string): ActionPin | null {
  const file = join(installation, "templates", "release.json");
  if (!existsSync(file)) return null;
  return v.parse(releaseShape, JSON.parse(readFileSync(file, "utf8")));
}

/** A clone of our own repository that runs from its `dist/`: its commit, where the remote has it too. */
function fromClone(installation: string): ActionPin | null {
  const ask = (...args: string[]) => {
    const answer = gitSync(args, { cwd: installation });
    return answer.code === 0 ? answer.stdout.trim() : null;
  };
  if (!existsSync(join(installation, ".git")) || !existsSync(join(installation, "action.yml"))) return null;
  const sha = ask("rev-parse", "HEAD");
  const slug = slugOf(ask("remote", "get-url", "origin") ?? "");
  if (sha === null || slug === null || !/^[0-9a-f]{40}$/.test(sha)) return null;
  if ((ask("branch", "--remotes", "--contains", sha, "--list", "origin/*") ?? "") === "") return null;
  return { repository: `${slug.owner}/${slug.name}`, sha, version: `v${VERSION}` };
}

/** The directory that holds `dist/` and `templates/`; the program runs from `dist/`, `dist/cli/` or `src/cli/github/`. */
function installationOf(here: string): string | null {
  for (let folder = dirname(here); dirname(folder) !== folder; folder = dirname(folder)) {
    if (existsSync(join(folder, "templates", "workflows"))) return folder;
  }
  return null;
}

/** The commit to name. Throws `Problem` where this copy of the program cannot know it. */
export function ownPin(): ActionPin {
  const installation = installationOf(fileURLToPath(import.meta.url));
  const pin = installation === null ? null : (fromRelease(installation) ?? fromClone(installation));
  if (pin !== null) return pin;
  throw new Problem(
    "this copy of ltpm does not know which commit of the Action it belongs to, because it is neither a release nor a clone " +
      "whose commit is on GitHub: say it with --action OWNER/NAME@COMMIT",
  );
}
