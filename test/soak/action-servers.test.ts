/** The README's story on more kinds of servers. */
import { test } from "vitest";
import { inProject } from "../e2e/action/project.ts";
import { FILES, MORE_SERVERS, story } from "../e2e/action/servers.ts";

test.concurrent.each(MORE_SERVERS)("the story on %s", async (_, github, config) => {
  await inProject({ github, config, files: FILES, queue: null }, story);
});
