import * as z from 'zod';
import type { Form } from './form.js';
import { StripeError } from './stripe-error.js';

/** Building blocks for the parameters of an endpoint. Everything arrives as text. */
export const integer = z
  .string()
  .regex(/^-?\d{1,15}$/, 'Invalid integer')
  .transform(Number);

export const url = z.string().refine((text) => {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}, 'Not a valid URL');

export const truth = z.enum(['true', 'false'], 'Invalid boolean').transform((text) => text === 'true');

/** `name[0]=…&name[1]=…` */
export function list<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value) => (isForm(value) ? Object.values(value) : value), z.array(item));
}

/** Up to 50 keys of up to 40 characters, values up to 500: Stripe's limits. */
export const metadata = z
  .record(z.string().max(40, 'Metadata keys can be up to 40 characters long'), z.string().max(500))
  .refine((entries) => Object.keys(entries).length <= 50, 'Metadata can have up to 50 keys');

export const expand = { expand: list(z.string()).optional() };

/** `created=…` or `created[gte]=…`, as a window from (inclusive) to (exclusive). */
export const created = z
  .union([
    integer.transform((at) => ({ createdFrom: at, createdBefore: at + 1 })),
    z
      .strictObject({
        gt: integer.optional(),
        gte: integer.optional(),
        lt: integer.optional(),
        lte: integer.optional(),
      })
      .transform(({ gt, gte, lt, lte }) => ({
        ...((gte ?? gt) !== undefined && { createdFrom: gte ?? Number(gt) + 1 }),
        ...((lt ?? lte) !== undefined && { createdBefore: lt ?? Number(lte) + 1 }),
      })),
  ])
  .optional();

export const pagination = {
  limit: integer.pipe(z.int().min(1).max(100)).default(10),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
};

/** @throws StripeError naming the first parameter that Stripe would refuse, in its words. */
export function readParameters<Schema extends z.ZodType>(schema: Schema, form: Form): z.infer<Schema> {
  const result = schema.safeParse(form);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw issue ? refusal(issue) : new StripeError('Invalid parameters');
}

function refusal(issue: z.core.$ZodIssue): StripeError {
  const param = parameterName(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const name = parameterName([...issue.path, issue.keys[0] ?? '']);
    return new StripeError(`Received unknown parameter: ${name}`, { code: 'parameter_unknown', param: name });
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return new StripeError(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  }
  if (issue.message === 'Invalid integer') {
    return new StripeError(`Invalid integer: ${param}`, { code: 'parameter_invalid_integer', param });
  }
  if (issue.message === 'Not a valid URL') {
    return new StripeError('Not a valid URL', { code: 'url_invalid', param });
  }
  return new StripeError(`Invalid ${param}: ${issue.message}`, { param });
}

/** `['line_items', 0, 'quantity']` → `line_items[0][quantity]` */
function parameterName([head, ...rest]: PropertyKey[]): string {
  return [String(head ?? ''), ...rest.map((part) => `[${String(part)}]`)].join('');
}

function isForm(value: unknown): value is Form {
  return typeof value === 'object' && value !== null;
}
