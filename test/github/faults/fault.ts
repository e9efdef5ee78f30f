/** What can go wrong with a request. */
export type Fault =
  /** This status with GitHub's usual body, before anything happens. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The secondary limit: 403 (or 429) with Retry-After in seconds; null leaves the header out. */
  | { readonly kind: "secondary_limit"; readonly retryAfter: number | null; readonly status?: 403 | 429 }
  /** The primary limit: 403 (or 429), nothing remaining, to be reset in so many seconds. */
  | { readonly kind: "primary_limit"; readonly resetIn: number; readonly status?: 403 | 429 }
  /** No answer ever comes; the connection stays open until `calm()` or `close()`. Nothing happens. */
  | { readonly kind: "never" }
  /** The connection breaks before anything happens. */
  | { readonly kind: "reset" }
  /** The request is carried out, then the connection breaks without an answer. */
  | { readonly kind: "lost_answer" }
  /** The request is carried out, but the answer is this status (a gateway that gave up). */
  | { readonly kind: "late_status"; readonly status: number }
  /** The request is carried out and half of the answer is sent. */
  | { readonly kind: "truncated" }
  /** 200 with a page of HTML in place of JSON, before anything happens. */
  | { readonly kind: "garbage" }
  /** GraphQL: HTTP 200 with this error, before anything happens. */
  | { readonly kind: "graphql_error"; readonly type?: string; readonly message: string }
  /** Milliseconds before the request is carried out. */
  | { readonly kind: "delay"; readonly ms: number }
  /** Something else happens first; then the request is carried out as ever. */
  | { readonly kind: "meanwhile"; readonly act: () => void | Promise<void> }
  /** The request is carried out; the answer waits for this. */
  | { readonly kind: "hold_answer"; readonly until: () => Promise<void> };
