/** What a result shows by itself, without looking at files: answers, sources, receipts. Check runners and the judge ask here. */

/** A URL, a file with its line, a commit, a document number, or a line that says where it comes from. */
const CITATION =
  /\bhttps?:\/\/[^\s)>\]]{4,}|[\w./-]{0,80}\.[A-Za-z]\w{0,9}:\d+|\b(?:sources?|see|from|according to)\s*[:：]|\b(?:commit|rfc|issue|pull request)\s+#?[0-9a-f]{2,}|(?:来源|出处|参见|根据)\s*[:：]?/i;
const FILE_NAMED = /(?:^|[\s`(])(?:[\w.-]+\/)*[\w-]+\.[a-z]{1,5}(?=$|[\s`),.;:])/im;

/** Whether a text cites where it comes from. */
export function citesSource(text: string): boolean {
  return CITATION.test(text) || FILE_NAMED.test(text);
}

const HAN = /[\u3400-\u9fff\uf900-\ufaff]/;

/** Whether the answer names one of the words that the question is about. Words of a script the answer does not use do not count. */
function namesOne(answer: string, about: readonly string[]): boolean {
  const lower = answer.toLowerCase();
  const words = about.filter((word) => !HAN.test(word) || HAN.test(answer));
  return words.length === 0 || words.some((word) => lower.includes(word.toLowerCase()));
}

/** Why a text is no answer; null when it is one. */
export function answerProblem(text: string, about: readonly string[], source: boolean): string | null {
  if (!/[\p{L}\p{N}]/u.test(text)) return "there is no answer: the summary and the deliverable are empty";
  if (!namesOne(text, about)) return `the answer names nothing of what was asked (${about.join(", ")})`;
  if (source && !citesSource(text)) return "the answer cites no source: no address, no file, nothing it comes from";
  return null;
}

/** Where a message went: an address, a channel, a person, an id. */
const RECEIPT =
  /\bhttps?:\/\/\S{4,}|(?:^|\s)[#@][\p{L}\p{N}][\p{L}\p{N}_.-]*|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,}|\b(?:id|message|thread|ts|receipt)\s*[:=#]?\s*[\w.-]*\d[\w.-]*/iu;

/** Why a text is no receipt of a message; null when it is one. */
export function receiptProblem(text: string): string | null {
  if (!/\S/.test(text)) return "there is no receipt: nothing says where the message went";
  return RECEIPT.test(text)
    ? null
    : "the receipt does not say where the message went: no address, channel, person or id";
}

const STOP_WORDS = new Set(
  `about above after again also another anything around because been before being below between both could does doing down
   during each either every find found from give have having help here into itself just know like list look make many more
   most much need next none only other over please quick quickly report same search should show some something such sure
   tell than that their them then there these they thing this those through under until update using very want what when
   where which while whose will with without would write your check create explain read review short summary`.split(
    /\s+/,
  ),
);

/** What a question is about: up to eight of its longer words, for `answer` checks. Chinese text gives pairs of characters. */
export function topicsOf(text: string, most = 8): string[] {
  const found = new Set<string>();
  for (const match of text
    .slice(0, 4_000)
    .matchAll(/[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}_-]{3,60}|[\u3400-\u9fff]{2,30}/gu)) {
    const word = match[0].replace(/^[-_]+|[-_]+$/g, "");
    if (HAN.test(word))
      for (let at = 0; at + 2 <= word.length && found.size < most; at += 2) found.add(word.slice(at, at + 2));
    else if (word.length > 3 && !STOP_WORDS.has(word.toLowerCase())) found.add(word);
    if (found.size >= most) break;
  }
  return [...found];
}
