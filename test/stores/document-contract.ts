/**
 * What every store promises about documents, whatever carries it (`contract.ts` has the rest). Each transport's test calls `documentContract` with a way
 * to make a fresh, empty state, and to look at the documents beside it as a person does.
 */
import { afterEach, describe, expect, test } from "vitest";
import type { Clock } from "../../src/state/clock.ts";
import type { Documents } from "../../src/state/state.ts";
import type { Intent, Store } from "../../src/state/store.ts";
import { addIntent, type Made } from "./contract.ts";

/** A state with documents beside it: files of the branch's tree, or of the work tree. */
export interface MadeWithDocuments extends Made {
  /** Writes a document as a person would: a file in the work tree, a commit on the branch. Folders are made. */
  readonly put: (path: string, bytes: Uint8Array) => Promise<void>;
  /** The document as it lies there now; null: none. */
  readonly at: (path: string) => Promise<Uint8Array | null>;
}

const PROGRESS = "PROGRESS.md";
const NESTED = "projects/über uns/PROGRESS.md";
/** What no way through text would survive: CRLF, a byte order mark, no UTF-8, a NUL, no line end at the end. */
const STRANGE = Buffer.from([0xef, 0xbb, 0xbf, 0x23, 0x20, 0xe6, 0x96, 0x87, 0x0d, 0x0a, 0x00, 0xff, 0xfe, 0x80, 0x20]);

const clock: Clock = { now: () => "2026-03-01T10:00:00.000Z" };

function text(bytes: Uint8Array | null | undefined): string | null | undefined {
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString("utf8") : bytes;
}

/** Adds a task and a line at the end of a document, both in one; the result is the task's label. */
function tellIntent(name: string, path = PROGRESS, besides: readonly string[] = []): Intent<string> {
  const add = addIntent(name);
  return {
    ...add,
    documents: [path, ...besides],
    apply: (state, now) => {
      const { state: next, result } = add.apply(state, now);
      const before = state.documents?.get(path) ?? null;
      const after = Buffer.concat([before ?? Buffer.from("# New\n"), Buffer.from(`- ${name}\n`)]);
      const documents = new Map(state.documents).set(path, after);
      return { state: { ...(next ?? state), documents }, result };
    },
  };
}

/** Looks at the documents it is given and changes nothing; `how` makes the answer. */
function lookIntent(paths: readonly string[] | undefined, how: (seen: Documents | undefined) => Documents | undefined) {
  const seen: (Documents | undefined)[] = [];
  const intent: Intent<null> = {
    subject: "ltpm: look",
    op: "op-look",
    ...(paths && { documents: paths }),
    apply: (state) => {
      seen.push(state.documents);
      const documents = how(state.documents);
      return { state: { ...state, ...(documents && { documents }) }, result: null };
    },
  };
  return { seen, intent };
}

async function labels(store: Store): Promise<string[]> {
  return (await store.read()).state.queue.tasks.map((task) => task.id);
}

/** Declares the tests for one transport. `make` gets the clock that its stores must use. */
export function documentContract(name: string, make: (clock: Clock) => Promise<MadeWithDocuments>): void {
  describe(`documents of a store: ${name}`, () => {
    const open: MadeWithDocuments[] = [];
    const fresh = async (): Promise<MadeWithDocuments> => {
      const made = await make(clock);
      open.push(made);
      return made;
    };
    afterEach(async () => {
      for (const made of open.splice(0)) await made.close();
    });

    test("asked for: bytes or null; not asked for: absent", async () => {
      const { store, another, put } = await fresh();
      await put(PROGRESS, STRANGE);
      await put(NESTED, Buffer.from("nested\n"));
      await store.transact(addIntent("a"));
      const paths = [PROGRESS, NESTED, "projects/none/PROGRESS.md", "README.md/PROGRESS.md"];
      for (const reader of [store, await another()]) {
        const { documents } = (await reader.read({ documents: paths })).state;
        expect([...(documents?.keys() ?? [])]).toEqual(paths);
        expect(Buffer.from(documents?.get(PROGRESS) ?? "")).toEqual(STRANGE);
        expect(paths.slice(1).map((path) => text(documents?.get(path)))).toEqual(["nested\n", null, null]);
        expect((await reader.read()).state.documents).toBeUndefined();
        expect((await reader.read({ archive: true })).state.documents).toBeUndefined();
      }
      const asked = lookIntent([NESTED], () => undefined);
      const unasked = lookIntent(undefined, () => undefined);
      await store.transact(asked.intent);
      await store.transact(unasked.intent);
      expect(text(asked.seen.at(-1)?.get(NESTED))).toBe("nested\n");
      expect(unasked.seen.at(-1)).toBeUndefined();
    });

    test("a changed document and the queue land together; what is beside them stays", async () => {
      const { store, another, put, at } = await fresh();
      await put(PROGRESS, STRANGE);
      await put(NESTED, STRANGE);
      const done = await store.transact(tellIntent("a", PROGRESS, [NESTED]));
      const after = Buffer.concat([STRANGE, Buffer.from("- a\n")]);
      expect([done.result, done.changed]).toEqual(["T-01", true]);
      expect(Buffer.from(done.state.documents?.get(PROGRESS) ?? "")).toEqual(after);
      expect(Buffer.from((await at(PROGRESS)) ?? "")).toEqual(after);
      expect(Buffer.from((await at(NESTED)) ?? "")).toEqual(STRANGE);
      const there = await (await another()).read({ documents: [PROGRESS] });
      expect([there.version, there.state.queue.tasks.length]).toEqual([done.version, 1]);
      expect(Buffer.from(there.state.documents?.get(PROGRESS) ?? "")).toEqual(after);
    });

    test("a new document in new folders; then, too, one after the other", async () => {
      const { store, at } = await fresh();
      await store.transact(tellIntent("a", NESTED));
      await store.transact(tellIntent("b", NESTED));
      await store.transact(tellIntent("c", "projects/über uns/NEXT_STEPS.md"));
      expect(text(await at(NESTED))).toBe("# New\n- a\n- b\n");
      expect(text(await at("projects/über uns/NEXT_STEPS.md"))).toBe("# New\n- c\n");
      expect(await labels(store)).toEqual(["T-01", "T-02", "T-03"]);
    });

    test("only a document changes: that is a change too", async () => {
      const { store, at, put } = await fresh();
      await put(PROGRESS, Buffer.from("old\n"));
      await store.transact(addIntent("a"));
      const word = lookIntent([PROGRESS], () => new Map([[PROGRESS, Buffer.from("new\n")]]));
      expect((await store.transact(word.intent)).changed).toBe(true);
      expect(text(await at(PROGRESS))).toBe("new\n");
      expect(await labels(store)).toEqual(["T-01"]);
    });

    test("equal bytes, no bytes, one that nobody asked for: nothing is written", async () => {
      const { store, put, at } = await fresh();
      await put(PROGRESS, STRANGE);
      const before = await store.transact(addIntent("a"));
      const answers: ((seen: Documents | undefined) => Documents | undefined)[] = [
        (seen) => seen,
        () => undefined,
        () => new Map(),
        () => new Map([[PROGRESS, Buffer.from(STRANGE)]]),
        () => new Map([[PROGRESS, null]]),
        (seen) => new Map(seen).set("NOT_ASKED.md", Buffer.from("no\n")),
      ];
      for (const answer of answers) {
        const done = await store.transact(lookIntent([PROGRESS], answer).intent);
        expect(Buffer.from((await at(PROGRESS)) ?? "")).toEqual(STRANGE);
        expect(text(await at("NOT_ASKED.md"))).toBeNull();
        expect([done.changed, done.version]).toEqual([false, before.version]);
      }
    });

    test("an intent that asks and answers with the state it got writes nothing", async () => {
      const { store, put } = await fresh();
      await put(PROGRESS, STRANGE);
      const before = await store.transact(addIntent("a"));
      const silent: Intent<number> = {
        subject: "ltpm: silent",
        op: "op-silent",
        documents: [PROGRESS],
        apply: (state) => ({ result: state.documents?.get(PROGRESS)?.length ?? 0 }),
      };
      const done = await store.transact(silent);
      expect([done.result, done.changed, done.version === before.version]).toEqual([STRANGE.length, false, true]);
    });

    test("a document that changed since the last look is seen as it is", async () => {
      const { store, another, put, at } = await fresh();
      await put(PROGRESS, Buffer.from("one\n"));
      await store.transact(tellIntent("a"));
      await (await another()).transact(tellIntent("b"));
      await put(PROGRESS, Buffer.concat([(await at(PROGRESS)) ?? Buffer.of(), Buffer.from("a person's\n")]));
      await store.transact(tellIntent("c"));
      expect(text(await at(PROGRESS))).toBe("one\n- a\n- b\na person's\n- c\n");
    });

    test("changed by a person between the read and the write: applied anew to the newer text, and nothing is lost", async () => {
      const { store, put, at } = await fresh();
      await put(PROGRESS, Buffer.from("one\n"));
      await store.transact(addIntent("first"));
      const tell = tellIntent("a");
      const seen: (string | null | undefined)[] = [];
      let writing: Promise<void> | null = null;
      const done = await store.transact({
        ...tell,
        apply: (state, now) => {
          seen.push(text(state.documents?.get(PROGRESS)));
          writing ??= put(PROGRESS, Buffer.from("one\ntwo\n"));
          return tell.apply(state, now);
        },
      });
      await writing;
      // Where the person was slower than our write, hers is the newest, and `put` replaces.
      expect(text(await at(PROGRESS))).toBe(seen.length > 1 ? "one\ntwo\n- a\n" : "one\ntwo\n");
      if (seen.length > 1) expect(seen).toEqual(["one\n", "one\ntwo\n"]);
      expect([done.result, await labels(store)]).toEqual(["T-02", ["T-01", "T-02"]]);
    });

    test("two writers of one document lose no line, nor a task", async () => {
      const { store, another, put, at } = await fresh();
      await put(PROGRESS, Buffer.from("# Ours\r\n"));
      const other = await another();
      const names = ["1", "2", "3", "4"].flatMap((n) => [`left-${n}`, `right-${n}`]);
      const told = names.map((one) => (one.startsWith("left") ? store : other).transact(tellIntent(one)));
      const results = (await Promise.all(told)).map((done) => done.result);
      const lines = (text(await at(PROGRESS)) ?? "").split("\n").slice(1, -1);
      expect([...lines].sort()).toEqual(names.map((one) => `- ${one}`).sort());
      expect(new Set(results).size).toBe(8);
      expect(await labels(store)).toHaveLength(8);
    });

    test("an intent that throws leaves the documents as they were", async () => {
      const { store, put, at } = await fresh();
      await put(PROGRESS, STRANGE);
      const bad = lookIntent([PROGRESS], () => {
        throw new Error("the intent's own fault");
      });
      await expect(store.transact(bad.intent)).rejects.toThrow("the intent's own fault");
      expect(Buffer.from((await at(PROGRESS)) ?? "")).toEqual(STRANGE);
    });
  });
}
