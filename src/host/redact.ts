/** Secrets are taken out of every text before it is kept or shown: known forms, and the values of our environment. */

/** What stands in a secret's place. */
export const REDACTED = "[redacted]";

/**
 * The forms of well-known secrets. Each begins at a fixed text, so that a search over megabytes stays linear, and
 * none matches inside a longer word (`task-force` holds no `sk-…`).
 */
const FORMS: readonly string[] = [
  "gh[opsur]_[A-Za-z0-9_.-]{16,}",
  "github_pat_[A-Za-z0-9_]{16,}",
  "glpat-[A-Za-z0-9_-]{16,}",
  "npm_[A-Za-z0-9]{30,}",
  "sk-ant-[A-Za-z0-9_-]{8,}",
  // A digit must be in it, or names such as `sk-learn-something-long` would go.
  "sk-(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{20,}",
  "A(?:KI|SI)A[A-Z0-9]{16}",
  "AIza[A-Za-z0-9_-]{30,}",
  "xox[abeoprs]-[A-Za-z0-9-]{10,}",
  "xapp-[A-Za-z0-9-]{10,}",
  "eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}",
];
const FORM = new RegExp(`(?<![A-Za-z0-9_-])(?:${FORMS.join("|")})`, "g");
const URL_PASSWORD = /(:\/\/[^\s/?#@:"'<>]*:)[^\s/@"'<>]+@/g;
const AUTHORIZATION = /(authorization: {0,4}(?:bearer|basic|token) {1,4})[^\s"']{8,}/gi;
/** A whole key on one line, as in JSON where its line breaks are written `\n`. */
const KEY_IN_LINE = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[^-]*(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----)?/g;

/** One of these stands in every line that the patterns above could change: the cheap look before the dear ones. */
const HINT = /gh[opsur]_|github_pat_|glpat-|npm_|sk-|A(?:KI|SI)A|AIza|xox|xapp-|eyJ|:\/\/|PRIVATE KEY|authorization/i;

/** The text of a whole key over several lines, to its end or to the first line that is no part of one. */
const KEY_OPENS = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/;
const KEY_CLOSES = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----/;
const KEY_LINE = /^\s*(?:[A-Za-z0-9+/=]*|Proc-Type:.*|DEK-Info:.*)\s*$/;

/** Redacts one line, or a piece of one. */
export function redactLine(line: string, values: readonly string[] = []): string {
  let text = line;
  for (const value of values) if (text.includes(value)) text = text.replaceAll(value, REDACTED);
  if (!HINT.test(text)) return text;
  return text
    .replace(KEY_IN_LINE, REDACTED)
    .replace(URL_PASSWORD, `$1${REDACTED}@`)
    .replace(AUTHORIZATION, `$1${REDACTED}`)
    .replace(FORM, REDACTED);
}

/** Carries the knowledge that a private key is being printed from line to line. */
export interface LineRedactor {
  /** A line without its end; null when the line is to be dropped. */
  line(text: string): string | null;
}

/** Redacts line after line: a private key over several lines becomes one `[redacted]`. */
export function lineRedactor(values: readonly string[] = []): LineRedactor {
  let inKey = false;
  return {
    line(text) {
      if (inKey) {
        if (KEY_CLOSES.test(text)) {
          inKey = false;
          return null;
        }
        if (KEY_LINE.test(text)) return null;
        inKey = false;
      }
      inKey = KEY_OPENS.test(text) && !KEY_CLOSES.test(text);
      return redactLine(text, values);
    },
  };
}

/** Redacts a whole text. */
export function redact(text: string, values: readonly string[] = []): string {
  const redactor = lineRedactor(values);
  const parts = text.split(/(\r\n|\n|\r)/);
  let out = "";
  for (let i = 0; i < parts.length; i += 2) {
    const line = redactor.line(parts[i] ?? "");
    if (line !== null) out += line + (parts[i + 1] ?? "");
  }
  return out;
}
