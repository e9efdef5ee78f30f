/** Picks the word lists of the language in which a place of the text is written. */
import { isHan } from "./normal.ts";

export interface Bilingual<T> {
  en: T;
  zh: T;
}

/** Both lists where the first character belongs to neither language (digits, signs). */
export function tongues<T>(words: Bilingual<T>, text: string, at: number): readonly T[] {
  const character = text.charCodeAt(at);
  if (character >= 97 && character <= 122) return [words.en];
  return isHan(text[at]) ? [words.zh] : [words.en, words.zh];
}
