/** The executor `manual`: a person does it. There is no process; the session lasts until somebody marks the task. */
import type { Executor } from "../dispatch/executor.ts";

/** The session of a task that a person does: `manual:<token>`. */
export function manualExecutor(): Executor {
  return {
    name: "manual",
    handle: (token) => `manual:${token}`,
    prepare: async () => {},
    start: async () => {},
    discard: async () => {},
    observe: async () => ({ kind: "running" }),
    cancel: async () => {},
    log: async () => null,
  };
}
