import { spawn } from "node:child_process";
import { describe, expect, onTestFinished, test } from "vitest";
import { bootId } from "../../src/host/boot.ts";
import { type Machine, machineName, thisMachine } from "../../src/host/machine.ts";
import { isAlive, liveness, markOf, ownMark, startOf } from "../../src/host/process.ts";

/** A machine that answers what it is told to. */
function machine(answers: {
  platform?: NodeJS.Platform;
  files?: Record<string, string>;
  asked?: Record<string, string>;
}): Machine {
  return {
    platform: answers.platform ?? "linux",
    read: (path) => answers.files?.[path] ?? null,
    link: () => null,
    ask: (program, args) => answers.asked?.[[program, ...args].join(" ")] ?? null,
    hostname: () => "laptop.local",
  };
}

const stat = (name: string, state: string, start: string) =>
  `42 (${name}) ${state} 1 42 42 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 ${start} 1000 200 18446744073709551615`;
const linux = (text: string) => machine({ files: { "/proc/42/stat": text } });
const mac = (text: string) => machine({ platform: "darwin", asked: { "ps -o stat= -o lstart= -p 42": text } });

describe("when a process started", () => {
  test.each([
    ["on Linux", linux(stat("node", "S", "777")), "777"],
    ["with a name made to mislead", linux(stat("a) Z 1 (b", "R", "777")), "777"],
    ["as a zombie: it is dead", linux(stat("node", "Z", "777")), null],
    ["that is not there", linux(stat("x", "S", "1")).platform === "linux" ? machine({}) : machine({}), null],
    ["with half an answer", linux("42 (x) S 1"), null],
    ["on macOS", mac("S    Sat Nov 21 10:00:00 2026\n"), "Sat Nov 21 10:00:00 2026"],
    ["as a zombie on macOS", mac("Z    Sat Nov 21 10:00:00 2026\n"), null],
    ["that is not there on macOS", mac(""), null],
  ])("%s", (_, where, start) => expect(startOf(42, where)).toBe(start));

  test.each([0, -1, 1.5, Number.NaN])("%d is no process", (pid) => expect(startOf(pid)).toBeNull());

  test("a real one, from its start over being a zombie to its end", async () => {
    const child = spawn("sleep", ["20"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    const mark = markOf(child.pid ?? 0);
    if (mark === null) throw new Error("not started");
    expect(isAlive(mark)).toBe(true);
    expect(isAlive({ ...mark, start: `${mark.start}0` })).toBe(false);
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    expect(isAlive(mark)).toBe(false);
    expect(markOf(mark.pid)).toBeNull();
  });

  test("a real zombie counts as dead", async () => {
    const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 20"]);
    onTestFinished(() => void parent.kill("SIGKILL"));
    const pid = Number(await new Promise((resolve) => parent.stdout.once("data", resolve)));
    await expect.poll(() => thisMachine.read(`/proc/${pid}/stat`), { timeout: 5_000 }).toMatch(/\) Z /);
    expect(startOf(pid)).toBeNull();
  });
});

describe("a mark", () => {
  test("is dead after a restart of the machine and unknown in another container", () => {
    const mark = ownMark();
    expect(liveness(mark)).toBe("alive");
    expect(liveness({ ...mark, boot: "another" })).toBe("dead");
    expect(liveness({ ...mark, space: "pid:[1]" })).toBe("unknown");
    expect(liveness({ ...mark, boot: "another", space: "pid:[1]" })).toBe("dead");
  });
});

describe("the machine", () => {
  test.each([
    ["Linux", machine({ files: { "/proc/sys/kernel/random/boot_id": "b-1\n" } }), "b-1"],
    ["macOS", machine({ platform: "darwin", asked: { "sysctl -n kern.bootsessionuuid": "B-2\n" } }), "B-2"],
    [
      "an older macOS",
      machine({ platform: "darwin", asked: { "sysctl -n kern.boottime": "{ sec = 1700000000, usec = 5 } Tue" } }),
      "1700000000",
    ],
    ["something else", machine({}), ""],
  ])("knows its start on %s", (_, where, id) => expect(bootId(where)).toBe(id));

  test.each([
    ["its id", machine({ files: { "/etc/machine-id": "m-1\n" } }), "m-1"],
    ["its host name when the id is empty", machine({ files: { "/etc/machine-id": "\n" } }), "laptop.local"],
    ["its host name without an id", machine({}), "laptop.local"],
    [
      "its id on macOS",
      machine({
        platform: "darwin",
        asked: { "ioreg -rd1 -c IOPlatformExpertDevice": '  "IOPlatformUUID" = "U-1"\n' },
      }),
      "U-1",
    ],
  ])("is called by %s", (_, where, name) => expect(machineName(where)).toBe(name));

  test("this one answers", () => {
    expect(bootId()).not.toBe("");
    expect(thisMachine.read("/nonexistent")).toBeNull();
    expect(thisMachine.ask("/nonexistent", [])).toBeNull();
  });
});
