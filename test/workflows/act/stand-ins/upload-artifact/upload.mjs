import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";

const { INPUT_NAME, INPUT_PATH, LTPM_ACT_ARTIFACTS } = process.env;
const target = join(LTPM_ACT_ARTIFACTS, INPUT_NAME);
if (!existsSync(INPUT_PATH)) console.log(`::warning::No files were found with the provided path: ${INPUT_PATH}`);
else if (existsSync(target)) throw new Error(`an artifact called ${INPUT_NAME} is there already`);
else cpSync(INPUT_PATH, target, { recursive: true });
