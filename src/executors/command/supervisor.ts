/** What `dist/supervisor.js` does: `node supervisor.js <order.json>`, secrets to hide as JSON on standard input. */
import { supervise } from "./supervise.ts";

/** How long the dispatcher may take to say which values are secret, in milliseconds. */
const PATIENCE = 5_000;

/** Reads standard input to its end. A dispatcher that died on the way has said nothing. */
async function toldSecrets(): Promise<readonly string[]> {
  const timer = setTimeout(() => process.stdin.destroy(), PATIENCE);
  let text = "";
  try {
    for await (const chunk of process.stdin.setEncoding("utf8")) text += chunk;
    const values: unknown = JSON.parse(text);
    return Array.isArray(values) ? values.filter((value) => typeof value === "string") : [];
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}

/** Supervises the attempt of an order, and gives the process's exit code. */
export async function runSupervisor(order: string): Promise<number> {
  try {
    await supervise(order, toldSecrets);
    return 0;
  } catch (error) {
    console.error(error);
    return 1;
  }
}
