import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copySave, surplus } from "../../src/history/auto-save/copies.ts";
import { listSaves } from "../../src/history/auto-save/list.ts";
import { folder, open, repositoryAt, tidyUp, write } from "./arrange.ts";
import { codeOf, save } from "./saving.ts";

tidyUp();

async function one(document: string) {
  const root = repositoryAt();
  const place = await open(root);
  await save(place, "text", 0, { document });
  const [saved] = listSaves(place);
  if (saved === undefined) throw new Error("no save");
  return { root, place, saved };
}

test("a save becomes a file of its name, as many as are kept, and nobody else's goes", async () => {
  const { root, place, saved } = await one("docs/PROGRESS.md");
  const others = ["PROGRESS.md", "NEXT_STEPS.md.auto-save.20200101-000000", "PROGRESS.md.auto-save.mine"];
  for (const name of [...others, "PROGRESS.md.auto-save.20200101-000000"]) write(root, `old/docs/${name}`, "");
  expect(copySave(place, saved, Buffer.from("text"), { directory: "old", keep: 1 })).toBe(
    "old/docs/PROGRESS.md.auto-save.20240315-100000",
  );
  expect(readdirSync(join(root, "old/docs")).sort()).toEqual(
    [...others, "PROGRESS.md.auto-save.20240315-100000"].sort(),
  );
  expect(readFileSync(join(root, "old/docs/PROGRESS.md.auto-save.20240315-100000"), "utf8")).toBe("text");
});

test("never out of the work tree, and what cannot be written says so", async () => {
  const { root, place, saved } = await one("PROGRESS.md");
  symlinkSync(folder(), join(root, "away"));
  write(root, "file", "");
  const codes = ["../x", "away", ".git", "file"].map((directory) =>
    codeOf(() => copySave(place, saved, Buffer.from(""), { directory, keep: 5 })),
  );
  expect(await Promise.all(codes)).toEqual(["outside", "outside", "outside", "not_saved"]);
});

test("those too many are the oldest, by second and number", () => {
  const name = (end: string) => `P.auto-save.20240315-${end}`;
  const names = [name("100000"), name("100000-2"), name("100000-10"), name("095959"), "Q.auto-save.20240315-000000"];
  expect(surplus(names, "P", 2)).toEqual([name("100000"), name("095959")]);
  expect(surplus(names, "P", 0)).toHaveLength(3);
});
