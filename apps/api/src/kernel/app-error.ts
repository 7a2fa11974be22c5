import type { ErrorCode, FieldError } from '#contracts';

interface Details {
  /** One sentence for the person who reads the answer; says what to do where there is something to do. */
  detail?: string;
  errors?: FieldError[];
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** A failure the caller can be told. Status, title and severity follow from the code: see `error-catalogue.ts`. */
export class AppError extends Error {
  readonly detail: string | undefined;
  readonly errors: FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorCode,
    { detail, errors, retryAfterSeconds, cause }: Details = {},
  ) {
    super(detail ?? code, { cause });
    this.detail = detail;
    this.errors = errors;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
