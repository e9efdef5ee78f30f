/** Which task waits for which. Dependencies are labels, as people write them; an alias stands for its task. */
import type { Task } from "./schema.ts";

/** The tasks of one circle of dependencies, first = last; null when there is none. Linear in tasks and dependencies. */
export function dependencyCycle(tasks: readonly Task[]): string[] | null {
  const withNeeds = tasks.filter((task) => (task.depends_on?.length ?? 0) > 0);
  if (withNeeds.length === 0) return null;
  const needs = new Map<string, readonly string[]>();
  const canonical = new Map<string, string>();
  for (const task of tasks) for (const alias of task.aliases ?? []) canonical.set(alias, task.id);
  for (const task of tasks) canonical.set(task.id, task.id);
  for (const task of withNeeds)
    needs.set(
      task.id,
      (task.depends_on ?? []).map((label) => canonical.get(label) ?? label),
    );
  const finished = new Set<string>();
  for (const task of withNeeds) {
    const cycle = walk(task.id, needs, finished);
    if (cycle !== null) return cycle;
  }
  return null;
}

/** Depth first without recursion: a chain may be as long as the queue. */
function walk(start: string, needs: ReadonlyMap<string, readonly string[]>, finished: Set<string>): string[] | null {
  const path: string[] = [];
  const onPath = new Set<string>();
  const stack: { readonly label: string; next: number }[] = [];
  const enter = (label: string) => {
    stack.push({ label, next: 0 });
    path.push(label);
    onPath.add(label);
  };
  if (!finished.has(start)) enter(start);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const child = needs.get(top.label)?.[top.next];
    top.next += 1;
    if (child === undefined) {
      finished.add(top.label);
      onPath.delete(top.label);
      path.pop();
      stack.pop();
    } else if (onPath.has(child)) {
      return [...path.slice(path.indexOf(child)), child];
    } else if (!finished.has(child)) {
      enter(child);
    }
  }
  return null;
}
