import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { at } from "./ask.ts";
import { WORKFLOW_TOKEN } from "./tokens.ts";

const program = fileURLToPath(new URL("serve.mjs", import.meta.url));

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.includes("\n")) break;
  }
  return text.split("\n")[0] ?? "";
}

it("runs as a program of its own, is told and asked over HTTP, and ends red after a violation", async () => {
  const child = spawn(process.execPath, [program, "--repo", "me/thing", "--public"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  const addresses: unknown = JSON.parse(await firstLine(child.stdout));
  const control = String(at(addresses, "controlUrl"));
  const tell = async (call: string, ...given: readonly unknown[]): Promise<unknown> => {
    const answer = await fetch(control, { method: "POST", body: JSON.stringify({ call, with: given }) });
    return answer.json();
  };
  expect(at(await tell("openIssue", { by: "zoe", title: "One" }), "result", "number")).toBe(1);
  await tell("fault", { on: { path: { pattern: "/issues$" } }, what: { kind: "status", status: 503 } });
  const headers = { authorization: `Bearer ${WORKFLOW_TOKEN}`, "user-agent": "test" };
  const list = () => fetch(`${at(addresses, "apiUrl")}/repos/me/thing/issues`, { headers });
  expect((await list()).status).toBe(503);
  expect(at(await (await list()).json(), 0, "title")).toBe("One");
  expect(at(await tell("nothing"), "error")).toContain("no method nothing");
  await fetch(`${at(addresses, "apiUrl")}/repos/me/thing/isues`, { headers });
  const seen: unknown = await (await fetch(control)).json();
  expect(at(seen, "violations", 0)).toContain("no such operation");
  expect(at(seen, "requests", "length")).toBeUndefined();
  expect(at(seen, "requests", 2, "path")).toBe("/repos/me/thing/isues");
  child.kill("SIGTERM");
  expect((await ended)[0]).toBe(1);
});
