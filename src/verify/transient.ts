/** Recognises faults of the moment in what a program printed: the network or a service was busy or away. */

/** What the usual programs say. Only the end of the output counts: an early warning that was got over is no cause. */
const PASSING =
  /\b(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|connection (?:refused|reset|timed out)|network is unreachable|temporary failure in name resolution|could not resolve host|service unavailable|too many requests|bad gateway|gateway time-?out|operation timed out|request timed out|rate limit(?:ed| exceeded)?|HTTP(?:\/[\d.]+)? (?:429|502|503|504))\b/i;

/** Whether the last lines of the output name such a fault. */
export function looksTransient(output: string): boolean {
  return PASSING.test(output.slice(-1_500));
}
