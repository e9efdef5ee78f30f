/** What is needed only at the end of a run, loaded then. */
export { writeOutputs } from "./outputs.ts";
export { writeSummary } from "./summary.ts";
