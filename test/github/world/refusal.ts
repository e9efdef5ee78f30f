/** What GitHub says instead of doing it. */
export class Refusal extends Error {
  readonly status: number;
  /** More fields of the answer: `errors`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

export function notFound(): Refusal {
  return new Refusal(404, "Not Found");
}

/** 422 as GitHub words it for a field. */
export function invalid(resource: string, field: string, code: string, message?: string): Refusal {
  const error = { resource, field, code, ...(message === undefined ? {} : { message }) };
  return new Refusal(422, "Validation Failed", { errors: [error] });
}
