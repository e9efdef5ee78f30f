import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { asker } from "../../../src/cli/init/ask.ts";

function keyboard() {
  const [input, output] = [new PassThrough(), new PassThrough()];
  // Only of a terminal the keys themselves are read.
  return { input, output, person: asker(input, Object.assign(output, { isTTY: true, columns: 80 })) };
}

test("asks one after the other, and trims what is said", async () => {
  const { input, output, person } = keyboard();
  const first = person.ask("Goal?");
  input.write("  boats \n");
  expect(await first).toBe("boats");
  const second = person.ask("More?");
  input.write("\n");
  expect(await second).toBe("");
  expect(String(output.read())).toContain("Goal? ");
  person.close();
});

test("a person who leaves has answered everything with nothing", async () => {
  const { input, person } = keyboard();
  const open = person.ask("Goal?");
  input.end();
  expect(await open).toBe("");
  expect(await person.ask("And now?")).toBe("");
});

test("Ctrl-C ends the whole call", async () => {
  const { input, person } = keyboard();
  const open = person.ask("Goal?");
  input.write("half a go\x03");
  await expect(open).rejects.toThrow("stopped");
});
