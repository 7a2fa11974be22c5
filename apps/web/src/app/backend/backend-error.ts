import { HttpErrorResponse } from '@angular/common/http';
import { type ErrorCode, type FieldError, Problem } from '#contracts';

/** OFFLINE: no answer came at all. UNREADABLE: one came that is not of the contract. */
export type BackendErrorCode = ErrorCode | 'OFFLINE' | 'UNREADABLE';

/**
 * Every failure of the api as screens see it. `reference` is the correlation id, for the small print that a person
 * reads out to support; `fields` says which input was refused and why; `retryAfterSeconds` comes from Retry-After.
 */
export class BackendError extends Error {
  override readonly name = 'BackendError';

  constructor(
    readonly code: BackendErrorCode,
    readonly status: number,
    readonly facts: {
      title: string;
      detail?: string | undefined;
      fields?: FieldError[] | undefined;
      reference?: string | undefined;
      retryAfterSeconds?: number | undefined;
    },
    options?: ErrorOptions,
  ) {
    super(facts.title, options);
  }

  get fields(): FieldError[] {
    return this.facts.fields ?? [];
  }

  get reference(): string | undefined {
    return this.facts.reference;
  }
}

/** Whatever HttpClient, a schema or a bug threw, as a BackendError; one that is already stays as it is. */
export function toBackendError(cause: unknown): BackendError {
  if (cause instanceof BackendError) return cause;
  if (!(cause instanceof HttpErrorResponse))
    return new BackendError('UNREADABLE', 0, { title: 'Unreadable answer' }, { cause });
  if (cause.status === 0) return new BackendError('OFFLINE', 0, { title: 'No connection' }, { cause });

  const problem = Problem.safeParse(cause.error);
  if (!problem.success)
    return new BackendError('UNREADABLE', cause.status, { title: cause.statusText }, { cause });
  const { code, status, title, detail, errors, correlationId } = problem.data;
  const retryAfter = Number(cause.headers.get('Retry-After') ?? Number.NaN);
  return new BackendError(
    code as ErrorCode, // an unknown newer code falls to the default words, by its status
    status,
    {
      title,
      detail,
      fields: errors,
      reference: correlationId,
      retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined,
    },
    { cause },
  );
}
