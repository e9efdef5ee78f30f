import { vi } from "vitest";

/** Runs it and gives what it wrote to standard output, where the toolkit writes too. */
export async function captured<T>(work: () => T | Promise<T>): Promise<{ value: T; stdout: string }> {
  const written: string[] = [];
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    return { value: await work(), stdout: written.join("") };
  } finally {
    spy.mockRestore();
  }
}

/** The same with variables of this process set meanwhile: the toolkit reads them there. */
export async function withVariables<T>(
  variables: Record<string, string | undefined>,
  work: () => T | Promise<T>,
): Promise<T> {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  try {
    return await work();
  } finally {
    vi.unstubAllEnvs();
  }
}
