/** Colours for a terminal, only when told: the caller knows whether standard output is one and what NO_COLOR says. */

export interface Paint {
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly red: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

const same = (text: string) => text;
const wrap = (on: number, off: number) => (text: string) => (text === "" ? "" : `\x1b[${on}m${text}\x1b[${off}m`);

/** Without colours: every text as it is. */
export const PLAIN: Paint = { green: same, yellow: same, red: same, dim: same, bold: same };

const COLOURED: Paint = {
  green: wrap(32, 39),
  yellow: wrap(33, 39),
  red: wrap(31, 39),
  dim: wrap(2, 22),
  bold: wrap(1, 22),
};

/** Paints finished text: whatever a user wrote must have been made safe before. */
export function paint(coloured: boolean): Paint {
  return coloured ? COLOURED : PLAIN;
}
