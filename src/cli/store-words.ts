/** What the stores noticed and put right, in sentences. */
import type { Messages } from "../messages/catalog.ts";
import { leftDocuments } from "../messages/left-documents.ts";
import { mergeWords } from "../messages/merge.ts";
import { oneLine } from "../messages/terminal-text.ts";
import type { StoreWord } from "../stores/words.ts";

export function localWordLines(messages: Messages, word: StoreWord): string[] {
  const { store } = messages;
  if (word.kind === "adopted") return [store.adopted(word.tasks)];
  if (word.kind === "restored") return [store.restored];
  if (word.kind === "rolled_back") return [store.rolledBack];
  if (word.kind === "view_not_written") return [store.viewNotWritten(word.file, word.reason)];
  if (word.kind === "documents_left") return [leftDocuments(messages.language, word.files, word.reason)];
  if (word.kind === "conflict_merged") return [mergeWords(messages.language).merged(word)];
  const taken = [
    ...new Set(word.notes.flatMap((note) => (note.kind === "refused" || note.kind === "relabelled" ? [] : [note.id]))),
  ];
  return [
    ...(taken.length > 0 ? [store.edited(taken)] : []),
    ...word.notes.flatMap((note) => {
      if (note.kind === "relabelled") return [store.relabelled(note.was, note.id)];
      if (note.kind === "removed") return [store.removedByHand(note.id)];
      return note.kind === "refused" ? [store.notTaken(note.id, note.field, oneLine(note.why))] : [];
    }),
  ];
}
