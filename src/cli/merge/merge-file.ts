/** Three versions of one of our files, as bytes, become one. */
import { mergeArchiveFiles, mergeQueueFiles } from "../../queue/merge-files.ts";
import type { Defaults } from "../../queue/normalise.ts";
import type { FileKind } from "./kinds.ts";

export interface BytesToMerge {
  /** Null or empty: there is no common past. */
  readonly base: Uint8Array | null;
  readonly ours: Uint8Array;
  readonly theirs: Uint8Array;
}

export interface MergeOrder {
  readonly kind: FileKind;
  /** How a fault names the file. */
  readonly file: string;
  readonly defaults: Defaults;
  /** Uids of tasks that others have seen; asked for only where tasks are labelled. */
  published(): ReadonlySet<string>;
}

/** Throws `QueueFault` or `TriadFault` for a side that cannot be read. */
export async function mergeBytes(versions: BytesToMerge, order: MergeOrder): Promise<Uint8Array> {
  const { ours, theirs } = versions;
  const base = versions.base === null || versions.base.length === 0 ? null : versions.base;
  if (same(ours, theirs) || (base !== null && same(base, theirs))) return ours;
  if (base !== null && same(base, ours)) return theirs;
  return order.kind === "document"
    ? mergeDocument({ base, ours, theirs }, order.file)
    : mergeState({ base, ours, theirs }, order);
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function mergeState({ base, ours, theirs }: BytesToMerge, order: MergeOrder): Uint8Array {
  const text = (bytes: Uint8Array) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  const texts = { base: base === null ? null : text(base), ours: text(ours), theirs: text(theirs) };
  const { file, defaults } = order;
  if (order.kind === "month") return Buffer.from(mergeArchiveFiles(texts, { file, defaults }));
  return Buffer.from(mergeQueueFiles(texts, { file, defaults, published: order.published() }));
}

async function mergeDocument({ base, ours, theirs }: BytesToMerge, file: string): Promise<Uint8Array> {
  const [{ decodeDocument, encodeDocument }, { loadBlockParser }, { mergeDocuments }] = await Promise.all([
    import("../../triad/document/source.ts"),
    import("../../triad/document/remark.ts"),
    import("../../triad/merge/merge.ts"),
  ]);
  const before = base === null ? null : decodeDocument(base, file);
  const [a, b] = [decodeDocument(ours, file), decodeDocument(theirs, file)];
  return encodeDocument(mergeDocuments(before, a, b, await loadBlockParser()));
}
