/** A check is data: what must hold of a result. Planned here, run elsewhere, so that another machine can run it. */

export type Check =
  /** The path exists inside the repository and is not empty. */
  | { readonly kind: "file"; readonly path: string }
  /** The file's text matches the pattern. */
  | { readonly kind: "contains"; readonly path: string; readonly pattern: string; readonly flags: string }
  /** The command exits 0 in the work tree that holds the result. `only_if_changed`: not run when no file was changed. */
  | { readonly kind: "command"; readonly argv: readonly string[]; readonly only_if_changed?: boolean }
  /** The JSON file is valid against a JSON Schema file of the repository. */
  | { readonly kind: "json"; readonly path: string; readonly schema: string }
  /** The process exited 0. */
  | { readonly kind: "exit" }
  /** It printed something or changed a file: exit 0 alone proves nothing. */
  | { readonly kind: "trace" }
  /** The attempt changed files, and only such as the task may touch (`forbidden`: path prefixes; `allowed` lifts them). */
  | { readonly kind: "diff"; readonly forbidden: readonly string[]; readonly allowed: readonly string[] }
  /** The file named by the result (or by the task's text) exists, is not empty and stays inside the repository. */
  | { readonly kind: "deliverable"; readonly mentioned: readonly string[] }
  /** A non-empty answer that names what was asked and, when `source`, cites where it comes from. */
  | { readonly kind: "answer"; readonly about: readonly string[]; readonly source: boolean }
  /** The reminder's entry stands once in the named file, with a time. */
  | { readonly kind: "reminder" }
  /** The receipt of a message: where it went. */
  | { readonly kind: "receipt" };
