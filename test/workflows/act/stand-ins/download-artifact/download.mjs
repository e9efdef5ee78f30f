import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

const { INPUT_NAME = "", INPUT_PATTERN = "*", INPUT_PATH, LTPM_ACT_ARTIFACTS } = process.env;
const start = INPUT_PATTERN.replace(/\*$/, "");
const names = readdirSync(LTPM_ACT_ARTIFACTS).filter((name) =>
  INPUT_NAME === "" ? name.startsWith(start) : name === INPUT_NAME,
);
if (INPUT_NAME !== "" && names.length === 0) throw new Error(`Artifact '${INPUT_NAME}' not found`);
mkdirSync(INPUT_PATH, { recursive: true });
// The real one makes no folder for an artifact that is the only one.
const folder = (name) => (names.length === 1 ? INPUT_PATH : join(INPUT_PATH, name));
for (const name of names) cpSync(join(LTPM_ACT_ARTIFACTS, name), folder(name), { recursive: true });
