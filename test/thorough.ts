/** `npm cit` samples what takes long step by step; `.ci/run` runs the same files with every step and every case. */

/** Whether nothing is to be left out. */
export const THOROUGH = process.env.LTPM_SOAK !== undefined;

/** One in `stride` of them, the first among them; all in a thorough run. */
export function someOf<T>(all: readonly T[], stride: number): readonly T[] {
  return THOROUGH ? all : all.filter((_, at) => at % stride === 0);
}
