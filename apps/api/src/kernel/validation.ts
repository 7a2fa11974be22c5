import { StandardSchemaValidationPipe } from '@nestjs/common';
import type * as z from 'zod';
import type { FieldError } from '#contracts';
import { AppError } from './app-error.js';

interface Issue {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
}

/** Field errors of a schema's issues: dotted paths, `''` for the whole. */
export function fieldErrors(issues: readonly Issue[]): FieldError[] {
  return issues.map(({ path = [], message }) => ({
    path: path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
    message,
  }));
}

/** @throws AppError INVALID_REQUEST naming every field that does not fit */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AppError('INVALID_REQUEST', { errors: fieldErrors(result.error.issues) });
}

/** Checks `@Body({schema})`, `@Query({schema})` and `@Param(…, {schema})` against their zod schemas. */
export const validationPipe = new StandardSchemaValidationPipe({
  exceptionFactory: (issues) => new AppError('INVALID_REQUEST', { errors: fieldErrors(issues) }),
});
