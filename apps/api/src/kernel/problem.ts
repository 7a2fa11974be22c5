import { HttpException } from '@nestjs/common';
import type { ErrorCode, FieldError, Problem } from '#contracts';
import { AppError } from './app-error.js';
import { ERROR_CATALOGUE } from './error-catalogue.js';
import { isDatabaseUnavailable } from './database-unavailable.js';

/** Codes for what the framework itself throws (its router, its body parser, its throttler). */
const CODE_OF_STATUS: Partial<Record<number, ErrorCode>> = {
  400: 'INVALID_REQUEST',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
  503: 'UNAVAILABLE',
};

/** Turns whatever was thrown into what the caller is told. A bug becomes INTERNAL and tells nothing else. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (isDatabaseUnavailable(thrown))
    return new AppError('UNAVAILABLE', { cause: thrown, retryAfterSeconds: 1 });
  const status = statusOf(thrown);
  const code = status === undefined ? undefined : CODE_OF_STATUS[status];
  if (code === undefined) return new AppError('INTERNAL', { cause: thrown });
  const errors = fieldErrorsOf(thrown);
  return new AppError(code, { cause: thrown, ...(errors && { errors }) });
}

/** RFC 9457 problem details of a failure. */
export function toProblem({ code, detail, errors }: AppError, correlationId: string): Problem {
  const { status, title } = ERROR_CATALOGUE[code];
  return {
    type: 'about:blank',
    title,
    status,
    code,
    ...(detail !== undefined && { detail }),
    ...(errors !== undefined && { errors }),
    correlationId,
  };
}

function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  // body-parser and express mark the errors a client caused with `expose`
  if (thrown instanceof Error && 'status' in thrown && 'expose' in thrown && thrown.expose === true) {
    return Number(thrown.status);
  }
  return undefined;
}

function fieldErrorsOf(thrown: unknown): FieldError[] | undefined {
  if (!(thrown instanceof HttpException)) return undefined;
  const body = thrown.getResponse();
  return typeof body === 'object' && 'errors' in body && Array.isArray(body.errors)
    ? (body.errors as FieldError[])
    : undefined;
}
