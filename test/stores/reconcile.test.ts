import { expect, test } from "vitest";
import { type Standing, standing } from "../../src/stores/reconcile.ts";

test.each<[string | null, string | null, string | null, Standing]>([
  // the state's blob, the view's last one, the view's now
  [null, null, null, "nothing"],
  [null, "old", null, "nothing"],
  [null, null, "view", "unadopted"],
  [null, "view", "view", "unadopted"],
  ["state", null, "state", "current"],
  ["state", "old", "state", "current"],
  ["state", "state", "state", "current"],
  ["state", null, null, "new"],
  ["state", "old", null, "gone"],
  ["state", "state", null, "gone"],
  ["state", "old", "old", "behind"],
  ["state", null, "old", "strange"],
  ["state", "state", "old", "strange"],
  ["state", "old", "other", "strange"],
])("state %s, last %s, view %s: %s", (state, last, view, expected) => {
  expect(standing(state, last, view)).toBe(expected);
});
