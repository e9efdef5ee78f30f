/**
 * A program as small as the CLI's add, on a real local store: what processes do to each other is tried with processes.
 * `node driver.mjs ROOT add NAME…` adds tasks, `read` reads, `mutate NAME COUNT` does COUNT operations one after another;
 * `tell NAME…` adds a task and its line in PROGRESS.md in one transaction, the line once;
 * every acknowledged operation is a line on standard output, every word of the store a line on standard error.
 */
import "./faulty-fs.ts";
import { findRepository } from "../../src/git/repository.ts";
import { documentFiles } from "../../src/history/auto-save/document-files.ts";
import { addTasks } from "../../src/queue/add.ts";
import type { Intent, Store } from "../../src/state/store.ts";
import { localStore } from "../../src/stores/local.ts";

const [root = ".", command = "read", ...words] = process.argv.slice(2);

async function open(): Promise<Store> {
  const repository = await findRepository(root);
  return localStore({
    repository,
    documents: documentFiles(repository, { enabled: true, max_count: 5, directory: "." }),
    dir: process.env.LTPM_TEST_DIR ?? ".ltpm",
    clock: { now: () => new Date().toISOString() },
    maxRetries: 3,
    say: (word) => process.stderr.write(`${JSON.stringify(word)}\n`),
  });
}

function add(name: string): Intent<string> {
  return {
    subject: (label) => `ltpm: add ${label}`,
    op: `op-${name}`,
    apply: (state, now) => {
      const draft = { uid: `uid-${name}`, description: `do ${name}`, task_type: "unknown" };
      const added = addTasks(state.queue, [draft], now, 3);
      const first = added.ok ? added.tasks[0] : undefined;
      return added.ok && first ? { state: { ...state, queue: added.queue }, result: first.id } : { result: "" };
    },
  };
}

/** Adds a task and a line that tells of it, unless the document has that line. */
function tell(name: string): Intent<string> {
  const path = "PROGRESS.md";
  return {
    ...add(name),
    documents: [path],
    apply: (state, now) => {
      const { state: next = state, result } = add(name).apply(state, now);
      const text = Buffer.from(state.documents?.get(path) ?? "").toString("utf8");
      const line = `- ${name}\n`;
      const documents = new Map(state.documents).set(path, Buffer.from(text.includes(line) ? text : text + line));
      return { state: { ...next, documents }, result };
    },
  };
}

/** Archives the oldest task. */
const archive: Intent<string> = {
  subject: "ltpm: archive",
  op: "op-archive",
  archive: true,
  apply: ({ queue, archive: months }) => {
    const [oldest, ...tasks] = queue.tasks;
    if (oldest === undefined) return { result: "" };
    const month = months.get("2026-01");
    const after = new Map(months).set("2026-01", { ...month, tasks: [...(month?.tasks ?? []), oldest] });
    const next = { ...queue, tasks, archivedCount: queue.archivedCount + 1 };
    return { state: { queue: next, archive: after }, result: oldest.uid };
  },
};

function acknowledge(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function run(): Promise<void> {
  const store = await open();
  if (command === "add") {
    for (const name of words) acknowledge(`added ${name} ${(await store.transact(add(name))).result}`);
  } else if (command === "tell") {
    for (const name of words) acknowledge(`told ${name} ${(await store.transact(tell(name))).result}`);
  } else if (command === "mutate") {
    const [name = "x", count = "1"] = words;
    for (let n = 1; n <= Number(count); n++) {
      acknowledge(`added ${name}-${n} ${(await store.transact(add(`${name}-${n}`))).result}`);
      if (n % 4 === 0) acknowledge(`archived ${(await store.transact(archive)).result}`);
    }
  } else {
    const { state } = await store.read({ archive: words[0] === "archive" });
    acknowledge(JSON.stringify({ tasks: state.queue.tasks.length, lastId: state.queue.lastId }));
  }
}

try {
  await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n`);
  process.exitCode = 1;
}
