/** The message that a run was started with by hand: taken in like the text of an issue, once for each run. */
import { obeyText } from "./comments.ts";
import { type Desk, once, textOf } from "./desk.ts";
import type { SeenMessage } from "./types.ts";

export function applyMessage(desk: Desk, { text, login, at }: SeenMessage): void {
  const run = desk.inbox.run.split(".", 1)[0] ?? "";
  if (text.trim() === "" || Number.isNaN(Date.parse(at)) || !once(desk, `message:${run}`, at)) return;
  const event = `run:${run}`;
  const source = { kind: "workflow_dispatch", actor: login, event };
  const said = obeyText(desk, { text, as: "issue", at, orders: true }, { key: event, source });
  desk.answer = textOf(desk.voice, said.length > 0 ? said : [{ kind: "nothing_found" }]);
}
