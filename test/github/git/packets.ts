/** What a push sends and gets back, in git's packet lines: enough to refuse a push as GitHub does. */

export interface Command {
  readonly old: string;
  readonly new: string;
  readonly ref: string;
}

export const NOTHING = "0".repeat(40);

/** The reference updates that a push asks for; empty for git's probe before a large push. */
export function pushCommands(body: Buffer): Command[] {
  const commands: Command[] = [];
  for (let at = 0; at + 4 <= body.length; ) {
    const length = Number.parseInt(body.subarray(at, at + 4).toString("latin1"), 16);
    if (!(length >= 4)) break;
    const line = body.subarray(at + 4, at + length).toString("utf8");
    const found = /^([0-9a-f]{40}) ([0-9a-f]{40}) ([^\0\n]+)/.exec(line);
    if (found) commands.push({ old: found[1] ?? "", new: found[2] ?? "", ref: found[3] ?? "" });
    at += length;
  }
  return commands;
}

function packet(content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, "0")), bytes]);
}

const FLUSH = Buffer.from("0000");

/** The answer to a push of which every update is refused: lines for the person (`remote: …`), a reason for each reference. */
export function refusedPush(
  commands: readonly Command[],
  lines: readonly string[],
  reason: (ref: string) => string,
): Buffer {
  const report = [packet("unpack ok\n"), ...commands.map(({ ref }) => packet(`ng ${ref} ${reason(ref)}\n`)), FLUSH];
  const inBand = (band: number, content: Buffer) => packet(Buffer.concat([Buffer.from([band]), content]));
  const said = lines.map((line) => inBand(2, Buffer.from(`${line}\n`)));
  return Buffer.concat([...said, inBand(1, Buffer.concat(report)), FLUSH]);
}
