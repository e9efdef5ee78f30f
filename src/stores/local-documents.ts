/** Documents of the work tree as part of a local transaction: read before the intent, written when all is ready, before the ref moves. */
import { setTimeout as sleep } from "node:timers/promises";
import type { DocumentFiles, SeenDocument, SeenDocuments } from "../history/auto-save/document-files.ts";
import { HistoryError } from "../history/history-error.ts";
import type { Documents } from "../state/state.ts";
import { changedDocuments } from "./changed-documents.ts";
import type { Ground } from "./ground.ts";

/** How often somebody else may change a document under one transaction before the queue's change goes without it. */
const CONFLICTS = 8;
/** What changed just now may not be whole yet (milliseconds). */
const SETTLED = 30;

/** The documents of one transaction. They never stop it: what cannot be read or written is left out, and that is said once. */
export class LocalDocuments {
  readonly #ground: Ground;
  readonly #paths: readonly string[];
  readonly #files: DocumentFiles | null;
  #given: Documents = new Map();
  #seen: SeenDocuments = new Map();
  /** Not to be touched in this transaction any more. */
  #left = false;
  #conflicts = 0;
  readonly #told = new Set<string>();

  private constructor(ground: Ground, paths: readonly string[], files: DocumentFiles | null) {
    this.#ground = ground;
    this.#paths = paths;
    this.#files = files;
  }

  static async open(ground: Ground, paths: readonly string[]): Promise<LocalDocuments> {
    const { documents = null } = ground;
    const files = typeof documents === "function" ? await documents() : documents;
    return new LocalDocuments(ground, [...new Set(paths)], files);
  }

  /**
   * Each document as it is now; null: there is none. One that is no document of ours (a folder, a link that leads out of the work tree) counts as null
   * and is never written; after a failed write there are no entries at all: nothing is known of them then, and nothing of them will be written.
   */
  read(): Documents {
    this.#given = this.#left ? new Map() : this.#look();
    return this.#given;
  }

  #look(): Documents {
    const seen = new Map<string, SeenDocument | null>();
    const given = new Map<string, Uint8Array | null>();
    for (const path of this.#paths) {
      const look = this.#lookAt(path);
      if (look !== undefined) seen.set(path, look);
      given.set(path, look?.bytes ?? null);
    }
    this.#seen = seen;
    return given;
  }

  /** Undefined: not ours. */
  #lookAt(path: string): SeenDocument | null | undefined {
    try {
      return this.#files?.read([path]).get(path);
    } catch (error) {
      if (!(error instanceof HistoryError)) throw error;
      this.#say([path], error.message);
      return undefined;
    }
  }

  /** What the answer of the intent that got the last `read` changes; what is not ours to write is left out. */
  changes(answer: Documents | undefined): Map<string, Uint8Array> {
    const changes = changedDocuments(this.#given, answer);
    const strange = [...changes.keys()].filter((path) => !this.#seen.has(path));
    for (const path of strange) changes.delete(path);
    this.#say(strange, "documents are not part of this state");
    return changes;
  }

  /**
   * Writes the changes. False: begin anew with `read`, because somebody changed one meanwhile, or because they cannot be written and the
   * queue's change is to go without them.
   */
  async write(changes: ReadonlyMap<string, Uint8Array>, now: string): Promise<boolean> {
    try {
      if (this.#files === null || (await this.#files.write(changes, this.#seen, now))) return true;
    } catch (error) {
      if (!(error instanceof HistoryError)) throw error;
      return this.#leave([...changes.keys()], error.message);
    }
    this.#conflicts++;
    if (this.#conflicts >= CONFLICTS) return this.#leave([...changes.keys()], "somebody keeps changing them");
    await sleep(SETTLED);
    return false;
  }

  #leave(files: readonly string[], reason: string): false {
    this.#left = true;
    this.#say(files, reason);
    return false;
  }

  #say(files: readonly string[], reason: string): void {
    const news = files.filter((file) => !this.#told.has(file));
    for (const file of news) this.#told.add(file);
    if (news.length > 0) this.#ground.say({ kind: "documents_left", files: news, reason });
  }
}
