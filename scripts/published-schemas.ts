import { ANSWERS } from "../src/cli/answers.ts";
import { configSchema } from "../src/config/schema.ts";
import { archiveSchema, queueSchema } from "../src/queue/schema.ts";
import { taskResultSchema } from "../src/verify/attempt-record.ts";

/** What `schema/` holds: name → validator. */
export const PUBLISHED = {
  queue: queueSchema,
  archive: archiveSchema,
  config: configSchema,
  "task-result": taskResultSchema,
  ...Object.fromEntries(Object.entries(ANSWERS).map(([name, schema]) => [`answers/${name}`, schema])),
};
