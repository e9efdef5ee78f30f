import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { hostName } from "../../src/host/host-name.ts";
import { type Machine, thisMachine } from "../../src/host/machine.ts";

const machine = (name: string, id: string): Machine => ({
  ...thisMachine,
  platform: "linux",
  read: (path) => (path === "/etc/machine-id" ? id : null),
  hostname: () => name,
});
const here = machine("My.Laptop.local", "m-1");

function clone(name = "clone"): string {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "ltpm-host-")));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  mkdirSync(join(base, name));
  return join(base, name);
}

describe("a clone's name", () => {
  test("stays, whatever the machine is called by now", () => {
    const dir = clone();
    const name = hostName(dir, here);
    expect(name).toMatch(/^my-[0-9a-f]{10}$/);
    expect(hostName(dir, here)).toBe(name);
    expect(hostName(dir, machine("dhcp-17", "m-1"))).toBe(name);
  });

  test("is another one in another clone, in a copy, and on another machine that mounts the same folder", () => {
    const dir = clone();
    const name = hostName(dir, here);
    cpSync(dir, `${dir}-copy`, { recursive: true });
    const copy = hostName(`${dir}-copy`, here);
    expect(new Set([name, copy, hostName(clone(), here), hostName(dir, machine("my", "m-2"))]).size).toBe(4);
    expect(hostName(`${dir}-copy`, here)).toBe(copy);
    expect(hostName(dir, here)).toBe(name);
  });

  test("moves with the clone", () => {
    const dir = clone();
    const name = hostName(dir, here);
    renameSync(dir, `${dir}-moved`);
    expect(hostName(`${dir}-moved`, here)).toBe(name);
    renameSync(`${dir}-moved`, dir);
    expect(hostName(dir, here)).toBe(name);
  });

  test("survives a file system that gives new inodes, as long as the path is the same", () => {
    const dir = clone();
    const name = hostName(dir, here);
    const file = join(dir, "ltpm/host");
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ino: "1" }));
    expect(hostName(dir, here)).toBe(name);
  });

  test.each(["", "{", "[]", '{"id":1}', "null"])("is made anew when its file holds %j", (text) => {
    const dir = clone();
    mkdirSync(join(dir, "ltpm"));
    writeFileSync(join(dir, "ltpm/host"), text);
    const name = hostName(dir, here);
    expect(hostName(dir, here)).toBe(name);
  });

  test.each([
    ["...", "host"],
    ["ÄÖ", "host"],
    ["A_b", "a-b"],
    ["x".repeat(99), "x".repeat(24)],
  ])("from %j begins with %j", (hostname, label) => {
    expect(hostName(clone(), machine(hostname, "m"))).toMatch(new RegExp(`^${label}-[0-9a-f]{10}$`));
  });
});
