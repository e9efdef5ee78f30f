/** Everything a text for GitHub is made with: the words of one language, and what takes secrets out of other people's text. */
import { type Messages, messagesIn } from "../catalog.ts";
import type { Language } from "../language.ts";
import { type GitHubWords, gitHubWordsIn } from "./catalog.ts";

export interface Voice {
  readonly messages: Messages;
  readonly words: GitHubWords;
  /** Takes secrets out of a text; called before anything is escaped. */
  readonly hide: (text: string) => string;
}

/** A voice in `language`. `hide` is `redact` of `host/redact.ts` with the values to be kept secret; by default nothing is hidden. */
export function voiceIn(language: Language, hide: Voice["hide"] = (text) => text): Voice {
  return { messages: messagesIn(language), words: gitHubWordsIn(language), hide };
}
