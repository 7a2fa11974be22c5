import { describe, expect, it } from '@jest/globals';
import { LoginBody } from './access.js';
import { RevokeBody } from './admin.js';
import { Search } from './page.js';
import { PlainText, SessionId } from './scalars.js';

describe('text that goes to the database', () => {
  it.each(['\0', 'a\0b', '\ud800', 'a\udc00', '\udc00\ud800'])('is not %j', (text) => {
    expect(PlainText.safeParse(text).success).toBe(false);
  });

  it.each(['', 'ä', '😀', '\u0001', '\uffff'])('may be %j', (text) => {
    expect(PlainText.parse(text)).toBe(text);
  });

  it('is checked wherever somebody types some', () => {
    const schemas = {
      email: LoginBody.shape.email,
      reason: RevokeBody.shape.reason,
      search: Search,
    };
    for (const schema of Object.values(schemas)) expect(schema.safeParse('abc\0def').success).toBe(false);
  });
});

it('knows one text for one id, however it was written', () => {
  const id = 'c0ffee52-4c6e-4f0e-9a52-abcdefabcdef';
  expect(SessionId.parse(id.toUpperCase())).toBe(id);
  expect(SessionId.safeParse(`${id} `).success).toBe(false);
});
