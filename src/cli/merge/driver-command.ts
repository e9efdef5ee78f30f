/** The merge driver as git is told it: a line for its shell, in which every path is data; pure. */

/** Where the program lies. Absolute paths. */
export interface DriverProgram {
  readonly node: string;
  readonly script: string;
}

/** One word for a POSIX shell; git replaces what stands behind a `%` first. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''").replaceAll("%", "%%")}'`;
}

/** Where the program is gone, git's own merge does it, with its markers; then the next command settles the conflict. */
export function driverCommand({ node, script }: DriverProgram): string {
  const [program, file] = [quoted(node), quoted(script)];
  const own = `${program} ${file} merge-driver -- %O %A %B %P`;
  const gits = "git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B";
  return `if test -x ${program} && test -f ${file}; then ${own}; else ${gits}; fi`;
}

/** The program in such a line; null for a line that is not ours. */
export function programIn(command: string): DriverProgram | null {
  const word = "'((?:[^']|'\\\\'')*)'";
  const found = new RegExp(`^if test -x ${word} && test -f ${word}; then `).exec(command);
  if (found === null) return null;
  const plain = (text: string) => text.replaceAll("'\\''", "'").replaceAll("%%", "%");
  return { node: plain(found[1] ?? ""), script: plain(found[2] ?? "") };
}
