/** Redacts output as it comes: a secret that two chunks share is found all the same. */
import { lineRedactor, REDACTED, redactLine } from "./redact.ts";

/** An unfinished line longer than this is passed on in pieces, so that memory stays bounded. */
const LONGEST_LINE = 16_384;
/** How much of a long unfinished line stays back: longer than any secret of a known form that is not open-ended. */
const KEPT_BACK = 4_096;
/** A character that no secret of a known form contains: a line may be cut there. */
const BOUNDARY = /[\s"'<>(){},;]/;

export interface RedactedStream {
  /** Takes text and gives what is safe to keep by now: whole lines, mostly. */
  push(text: string): string;
  /** The rest. */
  end(): string;
}

/** Redacts a stream of text (already decoded: characters are whole). `values` are further secrets, longest first. */
export function redactedStream(values: readonly string[] = []): RedactedStream {
  const redactor = lineRedactor(values);
  const keep = Math.max(KEPT_BACK, (values[0]?.length ?? 0) + 1);
  let held = "";
  /** Inside a run without any boundary, too long to be judged as a whole: it is left out to its end. */
  let swallowing = false;

  const wholeLines = (): string => {
    let out = "";
    let from = 0;
    for (const match of held.matchAll(/\r\n|\n|\r(?!$)/g)) {
      const line = redactor.line(held.slice(from, match.index));
      if (line !== null) out += line + match[0];
      from = match.index + match[0].length;
    }
    held = held.slice(from);
    return out;
  };

  /** Passes on the beginning of a line that does not end, up to a place where no secret is cut in two. */
  const piece = (): string => {
    const whole = redactLine(held, values);
    let cut = held.length - keep;
    for (let tries = 0; tries < 16 && cut > 0; tries++, cut -= 256) {
      while (cut > 0 && !BOUNDARY.test(held[cut] ?? "")) cut -= 1;
      const [before, after] = [held.slice(0, cut), held.slice(cut)];
      if (cut > 0 && redactLine(before, values) + redactLine(after, values) === whole) {
        held = after;
        return redactor.line(before) ?? "";
      }
    }
    swallowing = true;
    held = "";
    return `${REDACTED.slice(0, -1)}: a run of more than ${LONGEST_LINE} characters]`;
  };

  const skipRun = (): void => {
    const end = held.search(BOUNDARY);
    if (end < 0) held = "";
    else {
      held = held.slice(end);
      swallowing = false;
    }
  };

  return {
    push(text) {
      held += text;
      if (swallowing) skipRun();
      let out = wholeLines();
      while (held.length > LONGEST_LINE + keep && !swallowing) out += piece();
      return out;
    },
    end() {
      const rest = swallowing ? "" : `${wholeLines()}${redactor.line(held) ?? ""}`;
      held = "";
      return rest;
    },
  };
}
