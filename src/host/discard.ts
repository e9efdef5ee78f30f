/** Tidying up: worth a try, never worth an error of its own. */
import { unlinkSync } from "node:fs";

/** Removes a file that nobody needs any more; what cannot be removed stays, and is known as a leftover later. */
export function discard(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It is gone already; or the disk that refuses this has refused, or will refuse, something that matters.
  }
}
