/** Standard output as the runner reads it (ActionCommand.cs, FileCommandManager.cs): which lines are commands. */

export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const REGISTERED = new Set(
  "add-mask add-matcher add-path debug echo endgroup error group internal-set-repo-path notice remove-matcher save-state set-env set-output stop-commands warning".split(
    " ",
  ),
);

function unescapeData(text: string): string {
  return text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll("%3A", ":").replaceAll("%2C", ","));
}

function parts(head: string): { name: string; properties: Record<string, string> } {
  const space = head.indexOf(" ");
  const name = space === -1 ? head : head.slice(0, space);
  const pairs = space === -1 ? [] : head.slice(space + 1).split(",");
  const read = pairs.map((pair) => [
    pair.slice(0, pair.indexOf("=")).trim(),
    unescapeProperty(pair.slice(pair.indexOf("=") + 1)),
  ]);
  return { name, properties: Object.fromEntries(read) };
}

/** `::name a=b::data` at the start of a line, or the old `##[name a=b]data` anywhere in it. */
function commandOf(line: string): Command | null {
  const trimmed = line.trimStart();
  if (trimmed.startsWith("::")) {
    const end = trimmed.indexOf("::", 2);
    if (end > -1) return { ...parts(trimmed.slice(2, end)), data: unescapeData(trimmed.slice(end + 2)) };
  }
  const at = line.indexOf("##[");
  const end = at === -1 ? -1 : line.indexOf("]", at);
  return end === -1 ? null : { ...parts(line.slice(at + 3, end)), data: line.slice(end + 1) };
}

/** The commands that the runner carries out, in order. */
export function commandsIn(stdout: string): Command[] {
  const found: Command[] = [];
  let stopped: string | null = null;
  for (const line of stdout.split(/\r\n|\r|\n/)) {
    const command = commandOf(line);
    if (command === null) continue;
    if (stopped !== null) {
      if (command.name === stopped) stopped = null;
    } else if (REGISTERED.has(command.name.toLowerCase())) {
      found.push(command);
      if (command.name.toLowerCase() === "stop-commands") stopped = command.data;
    }
  }
  return found;
}

/** The file of GITHUB_OUTPUT as the runner reads it; throws where the runner would refuse it. */
export function outputsIn(file: string): Map<string, string> {
  const found = new Map<string, string>();
  const lines = file.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line === "") continue;
    const equals = line.indexOf("=");
    const heredoc = line.indexOf("<<");
    if (heredoc > 0 && (equals === -1 || heredoc < equals)) {
      const delimiter = line.slice(heredoc + 2);
      const end = lines.indexOf(delimiter, at + 1);
      if (end === -1) throw new Error(`no end of ${line}`);
      found.set(line.slice(0, heredoc), lines.slice(at + 1, end).join("\n"));
      at = end;
    } else if (equals > 0) found.set(line.slice(0, equals), line.slice(equals + 1));
    else throw new Error(`neither name=value nor name<<end: ${line}`);
  }
  return found;
}
