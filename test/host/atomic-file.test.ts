import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createExclusively, FileNotWritten, writeAtomically } from "../../src/host/atomic-file.ts";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "ltpm-file-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function refusal(write: () => unknown): FileNotWritten {
  try {
    write();
  } catch (error) {
    if (error instanceof FileNotWritten) return error;
    throw error;
  }
  throw new Error("it was written");
}

describe("writing", () => {
  test.each([{}, { fsync: true }])("replaces the whole file, %j", (options) => {
    const path = join(folder(), "ö.json");
    writeAtomically(path, "long before\n", options);
    writeAtomically(path, Buffer.from("short\n"), options);
    expect(readFileSync(path, "utf8")).toBe("short\n");
    expect(readdirSync(join(path, ".."))).toEqual(["ö.json"]);
  });

  test("keeps the permissions of an existing file and gives a new one those asked for", () => {
    const path = join(folder(), "f");
    writeAtomically(path, "x", { mode: 0o600 });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o664);
    writeAtomically(path, "y", { mode: 0o600 });
    expect(statSync(path).mode & 0o777).toBe(0o664);
  });

  test("replaces a link instead of following it out", () => {
    const [dir, other] = [folder(), folder()];
    writeFileSync(join(other, "secret"), "old");
    symlinkSync(join(other, "secret"), join(dir, "f"));
    writeAtomically(join(dir, "f"), "new");
    expect(readFileSync(join(other, "secret"), "utf8")).toBe("old");
    expect(readFileSync(join(dir, "f"), "utf8")).toBe("new");
  });

  test.each([
    ["its folder is missing", (dir: string) => join(dir, "none/f"), "ENOENT"],
    [
      "a file is in the way of its folder",
      (dir: string) => {
        writeFileSync(join(dir, "file"), "");
        return join(dir, "file/f");
      },
      "ENOTDIR",
    ],
    [
      "a folder has its name",
      (dir: string) => {
        mkdirSync(join(dir, "f/below"), { recursive: true });
        return join(dir, "f");
      },
      "EISDIR",
    ],
  ])("says why it could not when %s, and leaves nothing behind", (_, arrange, code) => {
    const dir = folder();
    const path = arrange(dir);
    const before = readdirSync(dir);
    const error = refusal(() => writeAtomically(path, "x"));
    expect(error.code).toBe(code);
    expect(error.message).toContain(path);
    expect(readdirSync(dir)).toEqual(before);
  });

  const root = process.getuid?.() === 0;
  test.runIf(root)("on a full disk, and on one that is read-only, the old file stays", () => {
    const dir = folder();
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", dir], { stdio: "ignore" });
    } catch {
      // Not every sandbox may mount.
      return;
    }
    try {
      const path = join(dir, "f");
      writeAtomically(path, "old");
      expect(refusal(() => writeAtomically(path, Buffer.alloc(200_000))).message).toMatch(/disk is full.*ENOSPC/);
      expect(refusal(() => createExclusively(join(dir, "g"), Buffer.alloc(200_000))).code).toBe("ENOSPC");
      execFileSync("mount", ["-o", "remount,ro", dir]);
      expect(refusal(() => writeAtomically(path, "new")).message).toMatch(/read-only.*EROFS/);
      expect(refusal(() => createExclusively(join(dir, "h"), "x")).code).toBe("EROFS");
      expect(readFileSync(path, "utf8")).toBe("old");
      expect(readdirSync(dir)).toEqual(["f"]);
    } finally {
      execFileSync("umount", ["-l", dir]);
    }
  });
});

describe("creating", () => {
  test("succeeds for one of many, with its whole content", async () => {
    const path = join(folder(), "claim");
    const won = Array.from({ length: 20 }, (_, i) => createExclusively(path, `caller ${i}\n`));
    expect(won.filter(Boolean)).toEqual([true]);
    expect(readFileSync(path, "utf8")).toBe("caller 0\n");
    expect(readdirSync(join(path, ".."))).toEqual(["claim"]);
  });

  test("does not follow a link to nothing", () => {
    const dir = folder();
    symlinkSync(join(dir, "elsewhere"), join(dir, "claim"));
    expect(createExclusively(join(dir, "claim"), "x")).toBe(false);
    expect(readdirSync(dir)).toEqual(["claim"]);
  });
});
