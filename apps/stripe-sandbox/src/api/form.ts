import { StripeError } from './stripe-error.js';

/** What a form holds: text, or more of the same under names. Lists are names that are numbers. */
export interface Form {
  [name: string]: string | Form;
}

const MOST_PAIRS = 1_000;
const DEEPEST = 8;

/** Reads Stripe's encoding: `a[b][0][c]=x`, `expand[]=y`. No prototype, so that no name is special. */
export function parseForm(text: string): Form {
  const form = emptyForm();
  const pairs = [...new URLSearchParams(text)];
  if (pairs.length > MOST_PAIRS) throw new StripeError('Too many parameters.');
  for (const [key, value] of pairs) put(form, path(key), value);
  return form;
}

function path(key: string): string[] {
  const [, head, rest] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(key) ?? [];
  if (head === undefined || rest === undefined) throw new StripeError(`Invalid parameter name: ${key}`);
  const names = [head, ...Array.from(rest.matchAll(/\[([^[\]]*)\]/g), ([, name]) => name ?? '')];
  if (names.length > DEEPEST) throw new StripeError(`Parameter nested too deeply: ${key}`);
  return names;
}

function put(form: Form, [name, ...rest]: string[], value: string): void {
  if (name === undefined) return;
  const key = name === '' ? String(Object.keys(form).length) : name;
  const [next] = rest;
  if (next === undefined) {
    form[key] = value;
    return;
  }
  const inner = form[key] ?? emptyForm();
  if (typeof inner === 'string') throw new StripeError(`Parameter given both as text and as a group: ${key}`);
  form[key] = inner;
  put(inner, rest, value);
}

function emptyForm(): Form {
  return Object.create(null) as Form;
}
