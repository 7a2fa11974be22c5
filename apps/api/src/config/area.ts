import * as z from 'zod';

/** One environment variable: how it is read, what stands when it is absent, and what `.env.example` says of it. */
export interface Variable<Schema extends z.ZodType = z.ZodType> {
  schema: Schema;
  /** The value used when the variable is absent or empty, as it would be typed. Absent: the variable is optional. */
  fallback?: string;
  about: string;
}

export type Variables = Record<string, Variable>;
export type Values<Vars extends Variables> = { [Name in keyof Vars]: z.infer<Vars[Name]['schema']> };
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Fault {
  name: string;
  message: string;
}

export function variable<Schema extends z.ZodType>(
  schema: Schema,
  about: string,
  fallback?: string,
): Variable<Schema> {
  return fallback === undefined ? { schema, about } : { schema, about, fallback };
}

/** Reads an area's variables. Faults name the variable and the rule, never the value: it may be a secret. */
export function readArea<Vars extends Variables>(
  vars: Vars,
  env: Environment,
  faults: Fault[],
): Values<Vars> {
  const values: Record<string, unknown> = {};
  for (const [name, { schema, fallback }] of Object.entries(vars)) {
    const given = env[name];
    const result = schema.safeParse(given === undefined || given === '' ? fallback : given);
    if (result.success) values[name] = result.data;
    else faults.push({ name, message: result.error.issues.map((issue) => issue.message).join('; ') });
  }
  return values as Values<Vars>;
}
