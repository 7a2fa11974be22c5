import { isIP } from 'node:net';
import * as z from 'zod';

const LARGEST_INT4 = 2 ** 31 - 1;

export const wholeNumber = (min: number, max: number = LARGEST_INT4) =>
  z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).pipe(z.number().min(min).max(max));

export const yesOrNo = z
  .enum(['true', 'false'], 'must be true or false')
  .transform((text) => text === 'true');

export const port = wholeNumber(0, 65_535);

export const positiveNumber = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'must be a number')
  .transform(Number)
  .pipe(z.number().positive());

/** `a, b,c` → ['a', 'b', 'c']; an absent variable is the empty list. */
export const commaList = z
  .string()
  .optional()
  .transform((text) =>
    (text ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );

export const listOf = <Item extends z.ZodType<unknown, string>>(item: Item) => commaList.pipe(z.array(item));

/** An exact web origin: scheme, host and port as a browser sends them in `Origin`, nothing after. */
export const origin = z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, {
  message: 'must be an origin such as https://app.example.com, with nothing after the host and port',
});

export const httpUrl = z.string().refine((text) => /^https?:$/.test(protocolOf(text)), {
  message: 'must be an http or https URL',
});

export const postgresUrl = z.string().refine((text) => /^postgres(ql)?:$/.test(protocolOf(text)), {
  message: 'must be a postgres:// URL',
});

export const redisUrl = z.string().refine((text) => /^rediss?:$/.test(protocolOf(text)), {
  message: 'must be a redis:// URL',
});

/** An address or an address range: `10.0.0.0/8`, `::1`. */
export const cidr = z.string().refine((text) => {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}, 'must be an address or a range such as 10.0.0.0/8');

/** Secrets that survived copy and paste: no blanks around, none inside. */
export const secret = (minLength: number) =>
  z
    .string()
    .min(minLength, `must have at least ${minLength} characters`)
    .regex(/^\S+$/, 'must not hold blanks or line breaks');

/**
 * `a,b` or `a, b`: several secrets. A blank anywhere else is a mistake of copy and paste, and would be part of a secret or
 * silently taken off it; an empty one would verify what nobody signed.
 */
export const secretList = (minLength: number) =>
  z
    .string()
    .optional()
    .transform((text) => (text === undefined ? [] : text.split(/, ?/)))
    .pipe(z.array(secret(minLength)));

function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : '';
}
