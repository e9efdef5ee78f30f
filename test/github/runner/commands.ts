/** What an Action says to the runner: commands in its output, and the files it writes to. */

export type Level = "error" | "warning" | "notice" | "debug";

export interface Said {
  readonly annotations: readonly {
    readonly level: Level;
    readonly message: string;
    readonly properties: Readonly<Record<string, string>>;
  }[];
  readonly masks: readonly string[];
  /** Lines that are not commands of masking: where a secret must not stand. */
  readonly shown: string;
}

function unescaped(text: string, isProperty: boolean): string {
  const plain = text.replaceAll("%0D", "\r").replaceAll("%0A", "\n");
  return (isProperty ? plain.replaceAll("%3A", ":").replaceAll("%2C", ",") : plain).replaceAll("%25", "%");
}

function properties(text: string | undefined): Record<string, string> {
  const pairs = (text ?? "").split(",").filter((pair) => pair.includes("="));
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf("=")).trim(), unescaped(pair.slice(pair.indexOf("=") + 1), true)]),
  );
}

function isLevel(name: string): name is Level {
  return ["error", "warning", "notice", "debug"].includes(name);
}

/** Reads commands as the runner does; between `::stop-commands::` and its end there are none. */
export function readCommands(stdout: string): Said {
  const annotations: Said["annotations"][number][] = [];
  const masks: string[] = [];
  const shown: string[] = [];
  let stopped: string | null = null;
  for (const line of stdout.split(/\r?\n/)) {
    const found = /^\s*::([\w-]+)(?: ([^:]*))?::(.*)$/.exec(line);
    const [, name = "", given, data = ""] = found ?? [];
    if (stopped !== null) {
      if (line.trim() === `::${stopped}::`) stopped = null;
      else shown.push(line);
    } else if (name === "stop-commands") stopped = data;
    else if (name === "add-mask") masks.push(unescaped(data, false));
    else {
      shown.push(line);
      if (isLevel(name))
        annotations.push({ level: name, message: unescaped(data, false), properties: properties(given) });
    }
  }
  return { annotations, masks, shown: shown.join("\n") };
}

/** Reads GITHUB_OUTPUT, GITHUB_ENV or GITHUB_STATE: `name=value` and heredocs. What the runner refuses is an error. */
export function readValues(text: string): Record<string, string> {
  const out: Record<string, string> = {};
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line.trim() === "") continue;
    const heredoc = line.indexOf("<<");
    const equals = line.indexOf("=");
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      out[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    if (heredoc < 0) throw new Error(`Invalid format '${line}'`);
    const end = line.slice(heredoc + 2);
    const close = lines.indexOf(end, at + 1);
    if (end === "" || close < 0) throw new Error(`Matching delimiter not found '${end}'`);
    out[line.slice(0, heredoc)] = lines.slice(at + 1, close).join("\n");
    at = close;
  }
  return out;
}
