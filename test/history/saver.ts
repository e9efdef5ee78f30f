/** A program that saves one state after the other and says so, until it is killed: the child of killed.test.ts. */
import { findRepository } from "../../src/git/repository.ts";
import { saveDocument } from "../../src/history/auto-save/save.ts";

const [, , root = "", start = "0"] = process.argv;
const repository = await findRepository(root, {});
for (let n = Number(start); ; n++) {
  const bytes = Buffer.from(`state ${n}\n`.repeat(500));
  await saveDocument(repository, {
    document: "PROGRESS.md",
    bytes,
    kind: "auto",
    keep: 5,
    now: new Date().toISOString(),
  });
  process.stdout.write(`${n}\n`);
}
