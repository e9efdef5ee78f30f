/** The faults that wait for their requests. */
import type { FaultRule, LoggedRequest, RequestMatch } from "../face.ts";
import type { Fault } from "./fault.ts";

interface Armed {
  readonly rule: FaultRule;
  skip: number;
  left: number;
  met: number;
}

export interface Faults {
  arm(rule: FaultRule): { readonly met: number };
  /** The fault for a request that has come, if one waits for it. */
  take(request: LoggedRequest): Fault | null;
  clear(): void;
}

export function matches(request: LoggedRequest, match: RequestMatch): boolean {
  const { method, path, field, actor, body } = match;
  if (method !== undefined && request.method !== method) return false;
  if (typeof path === "string" && request.path !== path) return false;
  if (path instanceof RegExp && !path.test(request.path)) return false;
  if (field !== undefined && !request.fields.includes(field)) return false;
  if (actor !== undefined && request.actor !== actor) return false;
  return body === undefined || body(request.body);
}

export function createFaults(): Faults {
  const armed: Armed[] = [];
  return {
    arm(rule) {
      const one: Armed = { rule, skip: rule.after ?? 0, left: rule.times ?? 1, met: 0 };
      armed.push(one);
      return one;
    },
    take(request) {
      for (const one of armed) {
        if (one.left <= 0 || !matches(request, one.rule.on)) continue;
        if (one.skip > 0) {
          one.skip--;
          continue;
        }
        one.left--;
        one.met++;
        return one.rule.what;
      }
      return null;
    },
    clear: () => void armed.splice(0),
  };
}
