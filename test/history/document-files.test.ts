import { execFileSync } from "node:child_process";
import fs, {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { BackupSettings } from "../../src/dispatch/settings.ts";
import { type DocumentFiles, documentFiles, rewriteDocuments } from "../../src/history/auto-save/document-files.ts";
import { listSaves } from "../../src/history/auto-save/list.ts";
import { at, folder, open, repositoryAt, tidyUp, write } from "./arrange.ts";
import { codeOf, texts } from "./saving.ts";

tidyUp();

const BACKUP: BackupSettings = { enabled: true, max_count: 5, directory: "." };

async function desk(backup: Partial<BackupSettings> = {}) {
  const root = repositoryAt();
  const place = await open(root);
  const files = documentFiles(place, { ...BACKUP, ...backup });
  const text = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : null);
  /** Everything below the work tree but git's own. */
  const tree = () => (readdirSync(root, { recursive: true }) as string[]).filter((name) => !/^\.git(\/|$)/.test(name));
  return { root, place, files, text, tree };
}

function changes(all: Readonly<Record<string, string | Uint8Array>>): Map<string, Uint8Array> {
  return new Map(Object.entries(all).map(([path, text]) => [path, Buffer.from(text)]));
}

/** Reads and writes in one go. */
function put(files: DocumentFiles, all: Readonly<Record<string, string>>, second = 0): Promise<boolean> {
  return files.write(changes(all), files.read(Object.keys(all)), at(second));
}

const kindsOf = (place: Parameters<typeof listSaves>[0]) => listSaves(place).map(({ kind }) => kind);

describe("reading", () => {
  test("bytes, nothing, or what cannot be a document", async () => {
    const { root, files } = await desk();
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x0d, 0x0a, 0x00, 0xff]);
    write(root, "docs/PROGRESS.md", bytes);
    write(root, "file", "");
    mkdirSync(join(root, "NEXT_STEPS.md"));
    symlinkSync(folder(), join(root, "away"));
    symlinkSync("nowhere", join(root, "dangling.md"));
    execFileSync("mkfifo", [join(root, "pipe.md")]);
    expect(files.read(["docs/PROGRESS.md"]).get("docs/PROGRESS.md")?.bytes).toEqual(bytes);
    expect([...files.read(["MISSING.md", "no/such.md", "file/x.md"]).values()]).toEqual([null, null, null]);
    const strange = ["NEXT_STEPS.md", "pipe.md", "../x.md", "/etc/passwd", "away/x.md", "dangling.md", ".git/config"];
    const codes = await Promise.all(strange.map((path) => codeOf(() => files.read([path]))));
    expect(codes).toEqual(["unreadable_document", "unreadable_document", ...Array(5).fill("outside")]);
  });
});

describe("what is kept", () => {
  test("every write keeps the state before it, five of them, under the source's names", async () => {
    const { place, files, text } = await desk();
    for (let n = 0; n < 8; n++) expect(await put(files, { "PROGRESS.md": `state ${n}` }, n)).toBe(true);
    expect(text("PROGRESS.md")).toBe("state 7");
    expect(texts(place)).toEqual([6, 5, 4, 3, 2].map((n) => `state ${n}`));
    expect(listSaves(place)[0]?.name).toBe("PROGRESS.md.auto-save.20240315-100007");
  });

  test.each([{ enabled: false }, { max_count: 0 }])(
    "%j: nothing is kept, but what a conflict would lose is",
    async (off) => {
      const { root, place, files, text } = await desk(off);
      await put(files, { "PROGRESS.md": "one" });
      await put(files, { "PROGRESS.md": "two" });
      expect(texts(place)).toEqual([]);
      const seen = files.read(["PROGRESS.md"]);
      write(root, "PROGRESS.md", "a person's");
      expect(await files.write(changes({ "PROGRESS.md": "ours" }), seen, at(9))).toBe(false);
      expect([text("PROGRESS.md"), texts(place), kindsOf(place)]).toEqual(["a person's", ["a person's"], ["conflict"]]);
    },
  );

  test("a backup directory has them as files besides", async () => {
    const { files, tree } = await desk({ directory: "old/saves/" });
    for (const n of [0, 1, 2]) await put(files, { "docs/PROGRESS.md": `state ${n}` }, n);
    expect(tree().filter((name) => name.includes("auto-save"))).toEqual([
      "old/saves/docs/PROGRESS.md.auto-save.20240315-100001",
      "old/saves/docs/PROGRESS.md.auto-save.20240315-100002",
    ]);
  });

  test("a copy that cannot be made stops the write", async () => {
    const { root, files, text, tree } = await desk({ directory: "old" });
    write(root, "PROGRESS.md", "one");
    write(root, "old", "in the way");
    expect(await codeOf(() => put(files, { "PROGRESS.md": "two" }))).toBe("not_saved");
    expect([text("PROGRESS.md"), tree().sort()]).toEqual(["one", ["PROGRESS.md", "old"]]);
  });
});

describe("changed by somebody else", () => {
  const mine = { "PROGRESS.md": "mine", "NEXT_STEPS.md": "mine too" };

  test.each<[string, (root: string) => void, string | null, string[]]>([
    ["rewritten", (root) => write(root, "NEXT_STEPS.md", "theirs"), "theirs", ["theirs"]],
    ["taken away", (root) => rmSync(join(root, "NEXT_STEPS.md")), null, []],
  ])("%s: nothing is written, theirs is kept", async (_, change, left, kept) => {
    const { root, place, files, text, tree } = await desk();
    for (const path of Object.keys(mine)) write(root, path, "seen");
    const seen = files.read(Object.keys(mine));
    change(root);
    expect(await files.write(changes(mine), seen, at(0))).toBe(false);
    expect([text("PROGRESS.md"), text("NEXT_STEPS.md")]).toEqual(["seen", left]);
    expect([texts(place), tree().length]).toEqual([kept, left === null ? 1 : 2]);
  });

  test("made meanwhile", async () => {
    const { root, place, files, text } = await desk();
    const seen = files.read(["PROGRESS.md"]);
    write(root, "PROGRESS.md", "theirs");
    expect(await files.write(changes(mine), seen, at(0))).toBe(false);
    expect([text("PROGRESS.md"), text("NEXT_STEPS.md"), texts(place)]).toEqual(["theirs", null, ["theirs"]]);
  });

  test("only touched is not changed; and what was only read may change", async () => {
    const { root, place, files, text } = await desk();
    write(root, "PROGRESS.md", "seen");
    write(root, "NEXT_STEPS.md", "read");
    const seen = files.read(["PROGRESS.md", "NEXT_STEPS.md"]);
    utimesSync(join(root, "PROGRESS.md"), 1, 1);
    write(root, "NEXT_STEPS.md", "theirs");
    expect(await files.write(changes({ "PROGRESS.md": "mine" }), seen, at(0))).toBe(true);
    expect([text("PROGRESS.md"), text("NEXT_STEPS.md"), texts(place)]).toEqual(["mine", "theirs", ["seen"]]);
  });
});

/** Runs `work` while somebody else does `theirs` right before our first rename to that document. */
async function atTheLastMoment<T>(document: string, theirs: () => void, work: () => Promise<T>): Promise<T> {
  const { renameSync, linkSync } = fs;
  const before = (real: (from: fs.PathLike, to: fs.PathLike) => void) => (from: fs.PathLike, to: fs.PathLike) => {
    if (String(to).endsWith(document)) theirs();
    real(from, to);
  };
  Object.assign(fs, { renameSync: before(renameSync), linkSync: before(linkSync) });
  syncBuiltinESMExports();
  try {
    return await work();
  } finally {
    Object.assign(fs, { renameSync, linkSync });
    syncBuiltinESMExports();
  }
}

describe("in the very moment of the write", () => {
  test("an editor saves in place: its text is kept", async () => {
    const { root, place, files, text } = await desk();
    write(root, "PROGRESS.md", "seen\n");
    const theirs = () => appendFileSync(join(root, "PROGRESS.md"), "theirs\n");
    expect(await atTheLastMoment("PROGRESS.md", theirs, () => put(files, { "PROGRESS.md": "ours\n" }))).toBe(true);
    expect([text("PROGRESS.md"), texts(place)]).toEqual(["ours\n", ["seen\ntheirs\n", "seen\n"]]);
    expect(kindsOf(place)).toEqual(["conflict", "auto"]);
  });

  test("somebody makes a new document: theirs stays, and the others of the write are as they were", async () => {
    const { root, place, files, text } = await desk();
    write(root, "PROGRESS.md", "old");
    const all = { "a/NEXT_STEPS.md": "ours", "NEXT_STEPS.md": "ours", "PROGRESS.md": "new" };
    const theirs = () => write(root, "NEXT_STEPS.md", "theirs");
    expect(await atTheLastMoment(`${root}/NEXT_STEPS.md`, theirs, () => put(files, all))).toBe(false);
    expect([text("PROGRESS.md"), text("NEXT_STEPS.md"), existsSync(join(root, "a"))]).toEqual(["old", "theirs", false]);
    expect(texts(place).sort()).toEqual(["old", "theirs"]);
  });
});

describe("several in one write", () => {
  test("all or none: one that cannot be prepared leaves the others, and no new folder", async () => {
    const { root, files, text, tree } = await desk();
    write(root, "PROGRESS.md", "old");
    write(root, "file", "");
    const all = { "PROGRESS.md": "new", "a/b/NEXT_STEPS.md": "new", "file/MISSION.md": "new" };
    const error = await put(files, all).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "not_written" });
    expect(String(error)).toContain("file/MISSION.md was not written, nothing was changed: ");
    expect([text("PROGRESS.md"), tree().sort()]).toEqual(["old", ["PROGRESS.md", "file"]]);
  });

  test("new ones in new folders, old ones as they lay there: permissions, links", async () => {
    const { root, files, text, tree } = await desk();
    write(root, "real/PROGRESS.md", "old");
    chmodSync(join(root, "real/PROGRESS.md"), 0o750);
    symlinkSync("real/PROGRESS.md", join(root, "PROGRESS.md"));
    expect(await put(files, { "PROGRESS.md": "new", "projects/é/NEXT_STEPS.md": "\ufeffa\r\nb" })).toBe(true);
    expect([text("real/PROGRESS.md"), text("projects/é/NEXT_STEPS.md")]).toEqual(["new", "\ufeffa\r\nb"]);
    expect(lstatSync(join(root, "PROGRESS.md")).isSymbolicLink()).toBe(true);
    expect(statSync(join(root, "real/PROGRESS.md")).mode & 0o777).toBe(0o750);
    expect(tree().filter((name) => name.includes("ltpm"))).toEqual([]);
  });

  test("two names of one file are refused", async () => {
    const { root, files, text } = await desk();
    write(root, "PROGRESS.md", "old");
    symlinkSync("PROGRESS.md", join(root, "NEXT_STEPS.md"));
    expect(await codeOf(() => put(files, { "PROGRESS.md": "a", "NEXT_STEPS.md": "b" }))).toBe("not_written");
    expect(text("PROGRESS.md")).toBe("old");
  });

  test("what a killed process left beside is no hindrance, even a link", async () => {
    const { root, files, text } = await desk();
    write(root, "PROGRESS.md", "old");
    write(root, "other", "untouched");
    symlinkSync("other", join(root, ".PROGRESS.md.ltpm-new"));
    expect(await put(files, { "PROGRESS.md": "new" })).toBe(true);
    expect([text("PROGRESS.md"), text("other"), existsSync(join(root, ".PROGRESS.md.ltpm-new"))]).toEqual([
      "new",
      "untouched",
      false,
    ]);
  });
});

describe("rewriteDocuments", () => {
  const now = () => at(0);
  const withLine = (line: string) => (documents: ReadonlyMap<string, Buffer | null>) =>
    new Map([...documents].map(([path, bytes]) => [path, Buffer.concat([bytes ?? Buffer.of(), Buffer.from(line)])]));

  test("gives what it wrote; equal bytes write nothing", async () => {
    const { root, place, files, text } = await desk();
    write(root, "PROGRESS.md", "a\n");
    const written = await rewriteDocuments(files, ["PROGRESS.md", "NEXT_STEPS.md"], now, (documents) => {
      expect([...documents].map(([path, bytes]) => [path, bytes?.toString()])).toEqual([
        ["PROGRESS.md", "a\n"],
        ["NEXT_STEPS.md", undefined],
      ]);
      return changes({ "PROGRESS.md": "a\n", "NEXT_STEPS.md": "b\n" });
    });
    expect([written, text("NEXT_STEPS.md"), texts(place)]).toEqual([["NEXT_STEPS.md"], "b\n", []]);
    expect(await rewriteDocuments(files, ["PROGRESS.md"], now, () => new Map())).toEqual([]);
  });

  test("changed meanwhile: applied to the newer text, and each state is kept", async () => {
    const { root, place, files, text } = await desk();
    write(root, "PROGRESS.md", "a\n");
    let calls = 0;
    await rewriteDocuments(files, ["PROGRESS.md"], now, (documents) => {
      if (calls++ === 0) write(root, "PROGRESS.md", "a\ntheirs\n");
      return withLine("ours\n")(documents);
    });
    expect([calls, text("PROGRESS.md"), texts(place)]).toEqual([2, "a\ntheirs\nours\n", ["a\ntheirs\n"]]);
  });

  test("many at once lose no line", async () => {
    const { root, place, files, text } = await desk();
    const names = Array.from({ length: 8 }, (_, n) => `${n}`);
    const another = documentFiles(await open(root), BACKUP);
    const paths = ["PROGRESS.md", "docs/NEXT_STEPS.md"];
    await Promise.all(
      names.map((n) => rewriteDocuments(Number(n) % 2 ? files : another, paths, now, withLine(`${n}\n`))),
    );
    for (const path of paths) expect(text(path)?.trim().split("\n").sort()).toEqual(names);
    expect(kindsOf(place).length).toBeGreaterThan(0);
  });

  test("somebody who never stops is an error, not an endless wait", async () => {
    const { root, files } = await desk();
    const never: DocumentFiles = { ...files, write: () => Promise.resolve(false) };
    let calls = 0;
    const give = rewriteDocuments(never, ["PROGRESS.md"], now, () => changes({ "PROGRESS.md": `${++calls}` }));
    await expect(give).rejects.toMatchObject({ code: "not_written" });
    expect([calls, existsSync(join(root, "PROGRESS.md"))]).toEqual([20, false]);
  });
});
