/** What an agent's error says about the cure: wait, or call a person. Searched only in errors, never in answers. */

/** The service was busy, limited or away. */
const TRANSIENT =
  /rate.?limit|too many requests|overloaded|usage limit|quota exceeded|resource.?exhausted|temporarily unavailable|service unavailable|internal server error|bad gateway|gateway time.?out|\b(?:429|500|502|503|504|529)\b|econnrefused|econnreset|etimedout|enotfound|eai_again|socket hang up|fetch failed|connection (?:error|refused|reset|closed)|network error|timed? ?out/i;

/** A login, a key, an account or a setting is missing. */
const PERMANENT =
  /not (?:logged|signed) in|not authenticated|log ?in required|please (?:run|use) \/?login|\/login|invalid (?:api.?key|x-api-key|token|credentials)|api.?key (?:is )?(?:not|missing|invalid|required)|(?:no|missing) api.?key|authentication.?(?:error|failed|required)|unauthori[sz]ed|\b401\b|credit balance|billing|payment required|insufficient.?quota|subscription (?:required|expired)|active subscription|model.?not.?found|unknown model|unexpected argument|unknown (?:option|argument)|trusted director/i;

export interface Cure {
  readonly transient: boolean;
  readonly permanent: boolean;
}

/** Judges an error by its HTTP status where there is one, else by its words (the first 20,000 characters). */
export function cureOf(words: string, status: number | null = null): Cure {
  if (status !== null && (status === 401 || status === 402)) return { transient: false, permanent: true };
  if (status !== null && (status === 429 || status >= 500)) return { transient: true, permanent: false };
  const text = words.slice(0, 20_000);
  const permanent = PERMANENT.test(text);
  return { permanent, transient: !permanent && TRANSIENT.test(text) };
}
