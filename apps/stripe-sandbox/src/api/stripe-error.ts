export type StripeErrorType = 'api_error' | 'invalid_request_error' | 'idempotency_error';

/** A refusal in Stripe's words: becomes `{error: {type, code, message, param}}` with this status. */
export class StripeError extends Error {
  override readonly name = 'StripeError';
  readonly status: number;
  readonly type: StripeErrorType;
  readonly code: string | undefined;
  readonly param: string | undefined;

  constructor(
    message: string,
    details: { status?: number; type?: StripeErrorType; code?: string; param?: string } = {},
  ) {
    super(message);
    this.status = details.status ?? 400;
    this.type = details.type ?? 'invalid_request_error';
    this.code = details.code;
    this.param = details.param;
  }

  /** `undefined` fields vanish in JSON, as they are absent at Stripe. */
  body(): object {
    const { type, code, message, param } = this;
    return { error: { type, code, message, param } };
  }
}

export function noSuch(kind: string, id: string, param = 'id'): StripeError {
  const words = kind.replaceAll('.', ' ').replaceAll('_', ' ');
  return new StripeError(`No such ${words}: '${id}'`, { status: 404, code: 'resource_missing', param });
}
