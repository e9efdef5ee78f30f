/** One cycle whose attempts run in workflow run 100. */
import type { Settings } from "../../../src/dispatch/settings.ts";
import type { Task } from "../../../src/queue/schema.ts";
import { cycle } from "../../dispatch/one-cycle.ts";
import { stateOf } from "../../dispatch/sample.ts";

export function reserved(...given: (Task | Partial<Settings>)[]) {
  const tasks = given.filter((one): one is Task => "uid" in one);
  const settings = Object.assign({}, ...given.filter((one) => !("uid" in one)));
  const host = {
    name: (kind: string) => (kind === "person" ? "manual" : "matrix"),
    handle: (kind: string, token: string) => (kind === "person" ? `manual:${token}` : "gha:100"),
  };
  return cycle(stateOf(...tasks), { settings, host });
}
