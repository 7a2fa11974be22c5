import { HttpErrorResponse, HttpHeaders } from '@angular/common/http';
import { describe, expect, it } from '@jest/globals';
import { BackendError, toBackendError } from './backend-error.js';

const problem = {
  type: 'about:blank',
  title: 'Invalid request',
  status: 400,
  code: 'INVALID_REQUEST',
  errors: [{ path: 'email', message: 'not an email address' }],
  correlationId: 'c0ffee',
};
const answered = (status: number, error: unknown, headers = new HttpHeaders()) =>
  toBackendError(new HttpErrorResponse({ status, error, headers, statusText: 'As sent' }));

describe('toBackendError', () => {
  it('takes a page of a proxy for an answer that cannot be read', () => {
    expect(answered(502, '<html>')).toMatchObject({ code: 'UNREADABLE', status: 502, reference: undefined });
  });
  it('takes no answer at all for being offline', () => {
    expect(answered(0, new ProgressEvent('error'))).toMatchObject({ code: 'OFFLINE', status: 0 });
  });
  it('keeps the cause of what was no answer', () => {
    const cause = new TypeError('a schema said no');
    expect(toBackendError(cause)).toMatchObject({ code: 'UNREADABLE', cause });
  });
  it('carries code, fields, reference and wait of a problem', () => {
    const error = answered(400, problem, new HttpHeaders({ 'Retry-After': '20' }));
    expect(error).toMatchObject({ code: 'INVALID_REQUEST', status: 400, reference: 'c0ffee' });
    expect(error.fields).toEqual([{ path: 'email', message: 'not an email address' }]);
    expect(error.facts.retryAfterSeconds).toBe(20);
  });
  it('leaves one that was translated already as it is', () => {
    const error = new BackendError('NOT_FOUND', 404, { title: 'Not found' });
    expect(toBackendError(error)).toBe(error);
  });
});
