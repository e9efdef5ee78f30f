import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { buildInto } from "../scripts/build.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    /** A directory with the bundles as the source builds them now. */
    dist: string;
  }
}

/** Builds the bundles once, for every test that runs the real program. */
export default async function setup(project: TestProject): Promise<() => void> {
  const dist = mkdtempSync(join(tmpdir(), "ltpm-dist-"));
  await buildInto(dist);
  project.provide("dist", dist);
  return () => rmSync(dist, { recursive: true, force: true });
}
