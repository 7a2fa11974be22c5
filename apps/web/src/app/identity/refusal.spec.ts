import type { FieldTree } from '@angular/forms/signals';
import { describe, expect, it } from '@jest/globals';
import { BackendError } from '../backend/backend-error.js';
import { refusalOf } from './refusal.js';

const password = (() => undefined) as unknown as FieldTree<string>;
const refused = (path: string, message: string) =>
  new BackendError('WEAK_PASSWORD', 400, { title: 'Weak', fields: [{ path, message }] });
const said = (message: string) =>
  refusalOf(refused('password', message), { password }).beside.map((error) => error.message);

describe('what the server refused in a form', () => {
  it('is said beside the field in a whole sentence', () => {
    expect(said('is among the first that are tried')).toEqual(['It is among the first that are tried.']);
    expect(said('Invalid email address')).toEqual(['Invalid email address.']);
    expect(said('Use another one.')).toEqual(['Use another one.']);
  });

  it('is said above the form when the form has no such field', () => {
    const { beside, above } = refusalOf(refused('role', 'is unknown'), { password });
    expect(beside).toEqual([]);
    expect(above?.code).toBe('WEAK_PASSWORD');
  });
});
