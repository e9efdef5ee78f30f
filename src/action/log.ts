/** The run's log. Whatever is written here, no text of others becomes a command of the runner, and no secret stays in it. */

import { debug, endGroup, error, notice, setSecret, startGroup, warning } from "@actions/core";
import { redact } from "../host/redact.ts";
import { oneLine, safeLines } from "../messages/terminal-text.ts";
import type { Annotation } from "./job.ts";

export interface Log {
  /** Ordinary lines. */
  info(text: string): void;
  /** Only seen when a person asked the runner for debug lines. */
  debug(text: string): void;
  annotate(annotation: Annotation): void;
  /** From here on the value is taken out of everything this run writes, and the runner is told to do the same before it reads more. */
  secret(value: string): void;
  /** Lines that belong together, folded under a title. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
  /** The text as it may be shown: without the secrets. */
  clean(text: string): string;
}

const MOST_ANNOTATION = 4_000;

/** Opens the log. `out` takes lines to standard output, where the toolkit writes its commands. */
export function openLog(out: (text: string) => void): Log {
  const secrets: string[] = [];
  // Told only before something is written: opening the output takes longer than a tenth of `node -e 0`.
  const unmasked: string[] = [];
  const mask = () => unmasked.splice(0).forEach((value) => void setSecret(value));
  const clean = (text: string) => redact(text, secrets);
  const line = (text: string) => clean(oneLine(text)).slice(0, MOST_ANNOTATION);
  return {
    clean,
    info(text) {
      mask();
      out(`${harmless(clean(safeLines(text)))}\n`);
    },
    debug(text) {
      mask();
      debug(clean(safeLines(text)));
    },
    secret(value) {
      // A short value would be cut out of ordinary words.
      if (value.length < 8) return;
      secrets.push(value);
      unmasked.push(value);
    },
    annotate({ level, text, title, file, line: startLine, column }) {
      mask();
      const properties = {
        ...(title === undefined ? {} : { title: line(title) }),
        ...(file === undefined ? {} : { file: line(file) }),
        ...(startLine === undefined ? {} : { startLine }),
        ...(column === undefined ? {} : { startColumn: column }),
      };
      ({ error, warning, notice })[level](line(text), properties);
    },
    async group(title, work) {
      mask();
      startGroup(line(title));
      try {
        return await work();
      } finally {
        endGroup();
      }
    },
  };
}

/** The runner takes `::name::` at a line's start, and the old `##[name]` anywhere, for a command. */
function harmless(text: string): string {
  return text.replace(/^([^\S\n]*):(?=:)/gm, "$1: ").replaceAll("##[", "## [");
}
