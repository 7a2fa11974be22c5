import type { FieldTree, ValidationError } from '@angular/forms/signals';
import { type BackendError, toBackendError } from '../backend/backend-error.js';

/** What the server said to a form: sentences beside the fields it named, else one failure above them all. */
export interface Refusal {
  beside: ValidationError.WithOptionalFieldTree[];
  above: BackendError | undefined;
}

/** Sorts a failed submit into the fields of a form, which are given by the names they have on the wire. */
export function refusalOf(cause: unknown, fields: Record<string, FieldTree<string>>): Refusal {
  const error = toBackendError(cause);
  const beside = error.fields.flatMap(({ path, message }) => {
    const fieldTree = fields[path];
    return fieldTree ? [{ kind: 'server', message: asSentence(message), fieldTree }] : [];
  });
  return { beside, above: beside.length > 0 ? undefined : error };
}

/** The api's remarks about a field may lack their subject and their full stop: `must not be …`. */
function asSentence(remark: string): string {
  const whole = /^\p{Ll}/u.test(remark) ? `It ${remark}` : remark;
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
