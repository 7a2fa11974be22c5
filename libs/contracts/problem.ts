import * as z from 'zod';

/** One field that was not as it must be; `path` is dotted, `''` for the whole body. */
export const FieldError = z.object({ path: z.string(), message: z.string() });
export type FieldError = z.infer<typeof FieldError>;

/** RFC 9457 problem details, the body of every HTTP error (`application/problem+json`). */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  errors: z.array(FieldError).optional(),
  correlationId: z.string(),
});
export type Problem = z.infer<typeof Problem>;
