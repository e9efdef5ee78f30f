/**
 * `node test/workflows/act/run.ts ACT NODE_FOLDER [INSTALLATION]`, by a Node 24: the templates run, all jobs, in a real workflow
 * runner. ACT is act's program, NODE_FOLDER the folder of a Node 24, INSTALLATION another place of `dist/` and `templates/`.
 */
import { fileURLToPath } from "node:url";
import { story } from "./story.ts";
import { wake } from "./wake.ts";
import { wiring } from "./wiring.ts";

const [act, node, installation = fileURLToPath(new URL("../../../", import.meta.url))] = process.argv.slice(2);
if (act === undefined || node === undefined)
  throw new Error("usage: node test/workflows/act/run.ts ACT NODE_FOLDER [INSTALLATION]");
const PARTS = {
  "all four jobs run, each with what it may have; nothing to do runs one job only": wiring,
  "the hourly schedule starts the dispatcher": wake,
  "the README's story, by the Action as it is built": story,
};
for (const [what, part] of Object.entries(PARTS)) {
  await part({ act, node, installation });
  console.log(`act: ${what}`);
}
