import { expect, it } from '@jest/globals';
import { forwardedHeaders } from './forward-headers.js';

it('drops what ends at the gate, whatever its case, and what Connection names', () => {
  const sent = [
    ...['Proxy-Authorization', 'Basic x', 'PROXY-CONNECTION', 'keep-alive', 'Connection', 'close, X-Hop'],
    ...[
      'X-Hop',
      '1',
      'TE',
      'trailers',
      'Upgrade',
      'websocket',
      'Transfer-Encoding',
      'chunked',
      'Keep-Alive',
      '5',
    ],
    ...['Host', 'other.example', 'Accept', '*/*'],
  ];
  expect(forwardedHeaders(sent, 'host')).toEqual(['Accept', '*/*']);
});

it('keeps repeated headers apart and in order', () => {
  const cookies = ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'];
  expect(forwardedHeaders(cookies)).toEqual(cookies);
});
