import type { Kind, Objects, StripeObject } from '../store/objects.js';
import { StripeError } from './stripe-error.js';

/** The fields that hold an id and can hold the object instead. */
const EXPANDABLE: Record<Kind, Record<string, Kind>> = {
  'checkout.session': { payment_intent: 'payment_intent' },
  payment_intent: { latest_charge: 'charge' },
  charge: { payment_intent: 'payment_intent' },
  refund: { charge: 'charge', payment_intent: 'payment_intent' },
  dispute: { charge: 'charge', payment_intent: 'payment_intent' },
  'radar.early_fraud_warning': { charge: 'charge', payment_intent: 'payment_intent' },
};

/** A copy in which each path (`payment_intent.latest_charge`) is the object rather than its id. @throws StripeError */
export function expand(objects: Objects, object: StripeObject, paths: readonly string[]): object {
  const copy = structuredClone(object);
  for (const path of paths) expandPath(objects, copy, path.split('.'), path);
  return copy;
}

function expandPath(objects: Objects, object: StripeObject, [field, ...rest]: string[], path: string): void {
  const kind = field === undefined ? undefined : EXPANDABLE[object.object][field];
  if (field === undefined || kind === undefined) {
    throw new StripeError(`This property cannot be expanded (${path}).`, { param: 'expand' });
  }
  const held: unknown = Reflect.get(object, field);
  const inner = typeof held === 'string' ? objects.find(kind, held) : (held as StripeObject | null);
  if (!inner) return;
  Reflect.set(object, field, inner);
  if (rest.length > 0) expandPath(objects, inner, rest, path);
}
