/** Looks whether a checkout is fit for running what strangers wrote: no credentials in it, and the history it needs. */
import type { AttemptOrder } from "../../dispatch/executor.ts";
import { ours } from "../../git/own-git.ts";
import type { Fault } from "../command/fault.ts";

/** The names of settings that hold credentials, the checkout's own or those of a file that it includes. */
async function credentialSettings(root: string): Promise<string[]> {
  const ask = async (...args: string[]) => {
    const answer = await ours(["config", "--local", "--includes", ...args], { cwd: root });
    return answer.stdout.split("\n").filter((line) => line !== "");
  };
  const names = await ask("--name-only", "--get-regexp", "^(http\\..*extraheader|credential\\..*)$");
  const addresses = await ask("--get-regexp", "^remote\\..*\\.(push)?url$");
  const withPassword = addresses.filter((line) => /:\/\/[^/\s]*:[^/\s]+@/.test(line));
  return [...names, ...withPassword.map((line) => line.split(" ")[0] ?? "")];
}

/** Why no attempt may run in the checkout, or null. */
export async function checkoutFault(root: string, order: Pick<AttemptOrder, "id">): Promise<Fault | null> {
  const found = [...new Set(await credentialSettings(root))];
  if (found.length === 0) return null;
  return {
    code: "credentials_in_checkout",
    reason: `The checkout holds credentials (${found.slice(0, 3).join(", ")}), and what an attempt runs could read them`,
    steps: [
      "Add `persist-credentials: false` to the step actions/checkout of the jobs attempt and verify.",
      `Then reply "retry ${order.id}".`,
    ],
  };
}
