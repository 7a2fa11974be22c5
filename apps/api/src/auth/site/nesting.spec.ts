import { describe, expect, it } from '@jest/globals';
import { isNestedDeeper } from './nesting.js';

const isDeep = (text: string) => isNestedDeeper(3, JSON.parse(text));

describe('the nesting of a body', () => {
  it.each([
    '[[[[]]]]',
    '{"a":{"a":{"a":{}}}}',
    '[1,{"a":["x",{}]}]',
    '['.repeat(10_000) + ']'.repeat(10_000),
  ])('is too deep in %.30s', (text) => expect(isDeep(text)).toBe(true));

  it.each(['[[[]]]', '[[[1]]]', '[[],[],[],[[null]]]', '{"__proto__":{"a":{}}}', '"[[[[["', '1', 'null'])(
    'is not too deep in %s',
    (text) => expect(isDeep(text)).toBe(false),
  );
});
