import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { buildInto } from "../scripts/build.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    /** A directory with the bundles as the source builds them now, beside templates and hooks as in an installation. */
    dist: string;
  }
}

/** Builds the bundles once, for every test that runs the real program. */
export default async function setup(project: TestProject): Promise<() => void> {
  const installed = mkdtempSync(join(tmpdir(), "ltpm-installed-"));
  await buildInto(join(installed, "dist"));
  for (const name of ["templates", "hooks"])
    cpSync(new URL(`../${name}`, import.meta.url), join(installed, name), { recursive: true });
  project.provide("dist", join(installed, "dist"));
  return () => rmSync(installed, { recursive: true, force: true });
}
