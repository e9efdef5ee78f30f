/** The folder of a project below `projects/`, from whatever it is called: `Campaign System` lies in `campaign_system`. */

/** Characters; each is at most four bytes, and file systems take 255. */
const LONGEST = 60;
/** What stays: letters, digits and their marks in every script, hyphens and dots. */
const OTHERS = /[^\p{L}\p{N}\p{M}.-]+/gu;
/** Names that Windows keeps for devices, with or without an ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/** A name that every file system takes; null when nothing is left of it. */
export function folderName(name: string): string | null {
  const words = name
    .normalize("NFC")
    .toLowerCase()
    .replace(OTHERS, "_")
    .replace(/\.{2,}/g, ".");
  const plain = trimmed([...trimmed(words)].slice(0, LONGEST).join(""));
  if (!/[\p{L}\p{N}]/u.test(plain)) return null;
  return DEVICE.test(plain) ? `${plain}_` : plain;
}

/** Without what must not begin or end a name: a dot hides it, a hyphen makes an option of it. */
function trimmed(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && "._-".includes(text[from] ?? "")) from++;
  while (to > from && "._-".includes(text[to - 1] ?? "")) to--;
  return text.slice(from, to);
}
