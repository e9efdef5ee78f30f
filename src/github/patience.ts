/** How long a run waits for rate limits: each limit a few times, all of them together no longer than was allowed. */

const TRIES = 3;

export class LimitPatience {
  /** Milliseconds left. */
  #left: number;
  /** Milliseconds of the longest wait that is under way: others that begin meanwhile cost only what they take longer. */
  #current = 0;
  #waiting = 0;
  readonly #sleep: (milliseconds: number) => Promise<unknown>;
  readonly #say: (line: string) => void;

  constructor(most: number, sleep: (milliseconds: number) => Promise<unknown>, say: (line: string) => void) {
    this.#left = most;
    this.#sleep = sleep;
    this.#say = say;
  }

  /** Waits these seconds if that is still allowed; `tries` so often this call was held back before. False: give up. */
  async wait(seconds: number, tries: number): Promise<boolean> {
    const milliseconds = seconds * 1_000;
    const cost = Math.max(0, milliseconds - this.#current);
    if (tries >= TRIES || cost > this.#left) return false;
    this.#left -= cost;
    this.#current = Math.max(this.#current, milliseconds);
    this.#waiting++;
    this.#say(`GitHub's rate limit: waiting ${seconds} s`);
    try {
      await this.#sleep(milliseconds);
    } finally {
      this.#waiting--;
      if (this.#waiting === 0) this.#current = 0;
    }
    return true;
  }
}
