import { describe, expect, it } from '@jest/globals';
import { readMessage } from './read-message.js';

const SESSION = '0b9a1c52-4c6e-4f0e-9a52-111111111111';

describe('a message', () => {
  it.each([
    ['no JSON', '{', 'BAD_REQUEST'],
    ['a list', '[]', 'BAD_REQUEST'],
    ['null', 'null', 'BAD_REQUEST'],
    ['no type', '{}', 'BAD_REQUEST'],
    ['a number for a type', '{"type":1}', 'BAD_REQUEST'],
    ['an unknown type', '{"type":"ADMIN"}', 'UNKNOWN_TYPE'],
    ["a prototype's name for a type", '{"type":"constructor"}', 'UNKNOWN_TYPE'],
    ['a session id that is none', '{"type":"SUBSCRIBE","sessionId":"1"}', 'BAD_REQUEST'],
  ])('with %s is answered by name', (_name, text, error) => {
    expect(readMessage(text).message).toMatchObject({ type: 'ERROR', error });
  });

  it.each([-1, 0.5, 2 ** 53, 2 ** 63, '1', null])('is refused with after = %s, naming the field', (after) => {
    expect(
      readMessage(JSON.stringify({ type: 'SUBSCRIBE', sessionId: SESSION, after, id: 'q' })).message,
    ).toMatchObject({
      error: 'BAD_REQUEST',
      request: 'q',
      errors: expect.arrayContaining([expect.objectContaining({ path: 'after' })]) as unknown,
    });
  });

  it('names a session in either case, and is read as naming the one session', () => {
    const message = { type: 'SUBSCRIBE', sessionId: SESSION.replaceAll('1', 'a') };
    const shouted = JSON.stringify({ ...message, sessionId: message.sessionId.toUpperCase() });
    expect(readMessage(shouted).message).toEqual(message);
  });

  it('loses what the contract does not know', () => {
    expect(readMessage('{"type":"PING","colour":"red"}')).toEqual({ message: { type: 'PING' }, claimed: [] });
  });

  it('that claims rights loses them too, and the claim is told', () => {
    const text = '{"type":"PING","admin":true,"role":"admin","accountId":"x"}';
    expect(readMessage(text)).toEqual({
      message: { type: 'PING' },
      claimed: ['admin', 'role', 'accountId'],
    });
    expect(readMessage('{"type":"MAKE_ADMIN","admin":true}').claimed).toEqual(['admin']);
  });

  it.each(['NaN', '9223372036854775808n', '{"type":"SUBSCRIBE","after":NaN}'])(
    'that only JavaScript would read is not JSON: %s',
    (text) => {
      expect(readMessage(text).message).toMatchObject({ error: 'BAD_REQUEST' });
    },
  );
});
