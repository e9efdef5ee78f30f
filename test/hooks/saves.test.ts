import { chmodSync, readdirSync, readFileSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, refs, tidyUp, usersState, write } from "../history/arrange.ts";
import { runGit } from "../stores/local-store.ts";
import { change, commit, gitWith, hooked, runHook, SAVES, saved } from "./hooked.ts";

tidyUp();

describe("a hook saves what changed", () => {
  test("as a commit by nobody of the user's, whose date is not the commit's; whole, and fit for fsck", async () => {
    const root = await hooked();
    write(root, "PROGRESS.md", "two\n");
    commit(root, "--date=2001-02-03T04:05:06Z", "--author=Else <else@example.org>");
    const [, ref = ""] = refs(root, SAVES);
    const [who = "", when = "", subject = ""] = runGit(
      root,
      "log",
      "--format=%an <%ae> %cn <%ce>|%aI|%s|%P",
      ref,
    ).split("|");
    expect([who, subject]).toEqual(["LTPM <ltpm@localhost> LTPM <ltpm@localhost>", "auto-save at post-commit"]);
    expect(Math.abs(Date.parse(when) - Date.now())).toBeLessThan(60_000);
    expect(runGit(root, "show", `${ref}:PROGRESS.md`)).toBe("two\n");
    expect(runGit(root, "fsck", "--strict", "--no-dangling")).toBe("");
  });

  test("once: not when nothing changed, not when only its date did, not after a gc", async () => {
    const root = await hooked();
    commit(root);
    const later = Date.now() / 1000 + 5;
    utimesSync(join(root, "PROGRESS.md"), later, later);
    commit(root);
    runGit(root, "gc", "--quiet", "--prune=now");
    utimesSync(join(root, "PROGRESS.md"), later + 5, later + 5);
    commit(root);
    expect(saved(root)).toEqual(["one\n"]);
  });

  test("index, HEAD, work tree, stash and reflogs are as the commit left them, half-staged files too", async () => {
    const root = await hooked();
    write(root, "half", "staged\n");
    runGit(root, "add", "half");
    write(root, "half", "staged\nand not\n");
    write(root, "PROGRESS.md", "two\n");
    // git's own status brings the index up to date; ours must find it that way.
    runGit(root, "status", "--porcelain");
    const before = usersState(root);
    expect(runHook(root, "post-commit")).toEqual({ code: 0, said: "" });
    expect(saved(root)).toEqual(["one\n", "two\n"]);
    expect(usersState(root)).toEqual(before);
    expect(runGit(root, "status", "--porcelain")).toBe(" M PROGRESS.md\nAM half\n");
  });

  test("bytes as they are, whatever the attributes say", async () => {
    const root = await hooked();
    write(root, ".gitattributes", "*.md text eol=lf ident\n");
    change(root, "a\r\n$Id$\r\n");
    expect(saved(root).at(-1)).toBe("a\r\n$Id$\r\n");
  });

  test("several documents in one commit, each under its own ref; those of odd names too", async () => {
    const documents = ["PROGRESS.md", "my docs/進捗 'x' $(touch pwned) `y`.md", "-dash.md", "tab\there.md"];
    const root = await hooked({ documents });
    for (const path of documents) write(root, path, `text of ${path}`);
    commit(root);
    const made = refs(root, SAVES).map((ref) => runGit(root, "rev-parse", ref));
    expect([made.length, new Set(made.slice(1)).size]).toEqual([5, 2]);
    const held = refs(root, SAVES).map((ref) => runGit(root, "cat-file", "blob", ref.split(".").at(-1) ?? ""));
    for (const path of documents) expect(held).toContain(`text of ${path}`);
    expect(readdirSync(root)).not.toContain("pwned");
  });

  test("never other files, and no document that is a link or lies behind one", async () => {
    const documents = ["PROGRESS.md", "MISSION.md", "docs/NEXT_STEPS.md"];
    const root = await hooked({ documents });
    write(root, "secret/NEXT_STEPS.md", "secret");
    symlinkSync("secret/NEXT_STEPS.md", join(root, "MISSION.md"));
    symlinkSync("secret", join(root, "docs"));
    write(root, "other.md", "other");
    runGit(root, "add", ".");
    change(root, "two\n");
    expect(refs(root, SAVES).every((ref) => ref.includes("/PROGRESS.md/"))).toBe(true);
    expect(saved(root)).toEqual(["one\n", "two\n"]);
  });

  test("at a merge, a checkout and an amended commit as well", async () => {
    const root = await hooked();
    runGit(root, "checkout", "--quiet", "-b", "side");
    write(root, "PROGRESS.md", "side\n");
    runGit(root, "commit", "--quiet", "-am", "side");
    runGit(root, "checkout", "--quiet", "main");
    expect(saved(root)).toEqual(["one\n", "side\n", "one\n"]);
    runGit(root, "merge", "--quiet", "side");
    expect(saved(root).at(-1)).toBe("side\n");
    write(root, "PROGRESS.md", "amended\n");
    runGit(root, "commit", "--quiet", "--amend", "-am", "side");
    expect(saved(root).at(-1)).toBe("amended\n");
    runGit(root, "checkout", "--quiet", "HEAD~1", "--", "PROGRESS.md");
    expect(saved(root)).toEqual(["one\n", "side\n", "one\n", "side\n", "amended\n", "one\n"]);
  });

  test("six within a second, in their order; and never out of it when the clock is set back", async () => {
    const root = await hooked();
    const bin = folder();
    for (const [n, clock] of ["20990101-000000", "20990101-000000", "20240101-000000", "20990101-000001"].entries()) {
      write(bin, "date", `#!/bin/sh\necho ${clock} 1000000000\n`);
      chmodSync(join(bin, "date"), 0o755);
      write(root, "PROGRESS.md", `state ${n}\n`);
      gitWith(root, { PATH: `${bin}:${process.env.PATH}` }, "commit", "--quiet", "--allow-empty", "-m", "x");
    }
    expect(saved(root)).toEqual(["one\n", "state 0\n", "state 1\n", "state 2\n", "state 3\n"]);
  });

  test("far too many are cut by the hook itself, without a lock on packed refs; the newest stay", async () => {
    const root = await hooked({ keep: 2 });
    for (let n = 0; n < 6; n++) change(root, `state ${n}\n`);
    expect(saved(root)).toEqual(["state 2\n", "state 3\n", "state 4\n", "state 5\n"]);
    const [ref = ""] = refs(root, SAVES);
    write(root, `.git/${ref.replace(".a.", ".r.")}`, readFileSync(join(root, ".git", ref)));
    for (let n = 6; n < 12; n++) change(root, `state ${n}\n`);
    expect(refs(root, SAVES).some((one) => one.includes(".r."))).toBe(true);
    expect(saved(root).at(-1)).toBe("state 11\n");
  });

  test("keep 0 saves nothing", async () => {
    const root = await hooked({ keep: 0 });
    change(root, "two\n");
    expect(refs(root, SAVES)).toEqual([]);
  });
});
