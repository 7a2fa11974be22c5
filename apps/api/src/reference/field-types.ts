import * as z from 'zod';

interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  format?: string;
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

/** The fields of an object schema as a reader writes them: `after?: integer`, `state: 'active' | 'ended'`. */
export function fieldsOf(schema: z.ZodType, leaveOut: readonly string[] = []): string[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
  return Object.entries(properties)
    .filter(([name]) => !leaveOut.includes(name))
    .map(([name, type]) => `${name}${required.includes(name) ? '' : '?'}: ${typeName(type)}`);
}

function typeName({ type = 'any', const: only, enum: values, format, anyOf, items }: JsonSchema): string {
  if (only !== undefined) return String(only);
  if (values) return values.map((value) => `'${String(value)}'`).join(' | ');
  if (anyOf) return anyOf.map(typeName).join(' | ');
  if (format === 'uuid') return 'uuid';
  if (format === 'date-time') return 'time';
  return items ? `${typeName(items)}[]` : type;
}
