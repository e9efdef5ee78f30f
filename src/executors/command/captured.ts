/** Keeps the beginning and the end of a text that comes in pieces, for those who read it afterwards. */

export interface Captured {
  push(text: string): void;
  /** Beginning and end, joined; all of it when it was not too long. */
  text(): string;
}

/** Holds at most `first` characters of the beginning and about `last` of the end. */
export function capture(first: number, last: number): Captured {
  let head = "";
  let tail: string[] = [];
  let held = 0;
  return {
    push(text) {
      const room = first - head.length;
      if (room > 0) head += text.slice(0, room);
      const rest = room > 0 ? text.slice(room) : text;
      if (rest === "") return;
      tail.push(rest);
      held += rest.length;
      while (held > last * 2 && tail.length > 1) held -= tail.shift()?.length ?? 0;
    },
    text() {
      const end = tail.join("");
      tail = [end.slice(-last)];
      held = tail[0]?.length ?? 0;
      return end.length > last ? `${head}\n${tail[0]}` : head + end;
    },
  };
}
