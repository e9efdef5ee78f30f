/**
 * Takes the effect out of what GitHub acts on in a text, and leaves its look: mentions, references to issues, words that
 * close them, HTML. Escaping is not enough for the first three, since GitHub reads them after the Markdown: an unseen
 * character goes in between, written as an entity so that nothing unseen stands in the text itself.
 */

/** Shown as nothing at all. */
export const BREAK = "&#8203;";

/** Entities that stay as they are: they hold nothing that GitHub acts on, and what was made safe once stays the same. */
const ENTITY = /&(?!(?:#8203|lt|gt|amp|quot);)(?=#?[0-9A-Za-z]{1,40};)/g;
/** A tag, a comment, a declaration or an address in angle brackets. */
const TAG = /<(?=[A-Za-z/!?])/g;
const IMAGE = /!(?=\[)/g;
/** Inside an address the sign has another spelling that leads to the same place. */
const ADDRESS = /\bhttps?:\/\/[^\s<>]{0,2000}/gi;
const MENTION = /(?<![0-9A-Za-z])@(?=[0-9A-Za-z])/g;
/** Not the one of our own entities. */
const NUMBER = /(?<!&(?=#8203;))#(?=\d)/g;
const GH_NUMBER = /(?<![0-9A-Za-z])(gh-)(?=\d)/gi;
/** `fixes https://…/issues/1`; with a number behind it the number is broken already. */
const CLOSING = /(?<![0-9A-Za-z])(clos|fix|resolv)(e[sd]?|ing)?(?=\s{0,20}:?\s{0,20}(?:<|&lt;)?https?:\/\/)/gi;

/**
 * Text that is not code, made harmless. Applying it twice changes nothing more: nothing that is put in (no backslash, no
 * backtick, no bracket) makes the rest be read in another way.
 */
export function withoutEffects(text: string): string {
  if (!/[@#<&!]|gh-|https?:/i.test(text)) return text;
  return text
    .replace(ENTITY, "&amp;")
    .replace(TAG, "&lt;")
    .replace(IMAGE, `!${BREAK}`)
    .replace(ADDRESS, (address) => address.replaceAll("@", "%40"))
    .replace(MENTION, `@${BREAK}`)
    .replace(NUMBER, `#${BREAK}`)
    .replace(GH_NUMBER, `$1${BREAK}`)
    .replace(CLOSING, (_word, stem: string, end: string | undefined) => `${stem}${BREAK}${end ?? ""}`);
}

/** Code keeps its text; only what programs would read as a hidden comment of ours is taken apart. */
export function withoutMarkers(code: string): string {
  return code.replaceAll("<!--", "<!- -");
}

/** A title is no Markdown and knows no entities: the signs themselves are replaced by their wide twins. */
export function titleWithoutEffects(line: string): string {
  return line
    .replace(/@(?=[0-9A-Za-z])/g, "\uff20")
    .replace(/#(?=\d)/g, "\uff03")
    .replace(/(?<![0-9A-Za-z])(gh)-(?=\d)/gi, "$1\u2011");
}
