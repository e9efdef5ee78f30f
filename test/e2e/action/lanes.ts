/** Many runs, a few at the same time. */

/** Does it for each item, so many at a time; what fails is told with its item. */
export async function inLanes<T>(items: readonly T[], lanes: number, act: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const failed: string[] = [];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        await act(item);
      } catch (error) {
        failed.push(`${JSON.stringify(item)}: ${wordsOf(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (failed.length > 0) throw new Error(`${failed.length} of ${items.length}:\n${failed.join("\n\n")}`);
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const differs =
    "actual" in error && "expected" in error ? `\n${JSON.stringify([error.actual, error.expected], null, 1)}` : "";
  return `${error.message}${differs}`;
}
