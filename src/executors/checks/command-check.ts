/** A check that is a command: it runs in the result's tree, in a process group of its own, for a limited time. */
import { runProgram } from "../../host/run-program.ts";
import type { Check } from "../../verify/check.ts";
import { ending } from "../../verify/plain-text.ts";
import { broken, type CheckContext, failed, passed, type Verdict } from "./check-context.ts";

/** How much of its output goes into the verdict. */
const SHOWN = 2_000;
/** How much is held while it runs. */
const HELD = 65_536;

export async function checkCommand(
  check: Extract<Check, { kind: "command" }>,
  context: CheckContext,
): Promise<Verdict> {
  if (check.argv.length === 0 || check.argv[0] === "") return broken("the check's command is empty");
  if (check.only_if_changed === true && context.changed.length === 0) return passed("no file was changed");
  let output = "";
  const end = await runProgram({
    argv: check.argv,
    cwd: context.root,
    env: context.env,
    stdin: "",
    timeLimit: context.limits.command_ms,
    grace: context.limits.grace_ms,
    stop: context.stop,
    mark: { variable: "LTPM_TOKEN", value: context.token },
    onText: (_, text) => {
      output = (output + text).slice(-HELD);
    },
  });
  const said = ending(context.redact(output), SHOWN);
  const words = said === "" ? "it printed nothing" : said;
  if (end.fault !== undefined) return broken(`${check.argv[0]} could not be started: ${faultWords(end.fault.code)}`);
  if (end.stopped) return broken("the attempt was cancelled while the check ran");
  if (end.timedOut) return failed(`it ran longer than ${context.limits.command_ms / 1000} s and was ended: ${words}`);
  if (end.code === 0) return passed(said === "" ? "exit 0" : said);
  return failed(`${end.code === null ? `ended by ${end.signal}` : `exit ${end.code}`}: ${words}`);
}

/** What the system's answer to a start means. */
export function faultWords(code: string): string {
  if (code === "ENOENT") return "there is no such program on the PATH (or its interpreter is missing)";
  if (code === "EACCES") return "it may not be executed (is it marked as executable?)";
  if (code === "E2BIG") return "its arguments are too long";
  return `the system answers ${code}`;
}
