import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { loadConfig } from '../config/load-config.js';
import { sitePolicy } from '../auth/index.js';
import type { SocketEndpoint } from './socket-endpoint.js';
import { decideUpgrade } from './upgrade-decision.js';

const ORIGIN = 'https://app.example.com';
const SESSION = '0b9a1c52-4c6e-4f0e-9a52-111111111111';
const EVENTS: SocketEndpoint = {
  path: '/ws',
  purpose: 'events',
  subprotocol: 'oda.events.v1',
  maxPayload: 1,
};
const DESKTOP: SocketEndpoint = {
  path: '/vnc/:sessionId',
  purpose: 'desktop',
  subprotocol: 'binary',
  maxPayload: 1,
};
const POLICY = sitePolicy(loadConfig({ PUBLIC_URL: ORIGIN }));

interface Shape {
  url?: string;
  method?: string;
  /** `null` leaves the header out. */
  headers?: Record<string, string | null>;
  extraHeaders?: number;
}

/** What Node makes of a handshake; duplicates arrive joined, as Node joins them. */
function handshake({
  url = '/ws',
  method = 'GET',
  headers = {},
  extraHeaders = 0,
}: Shape = {}): IncomingMessage {
  const all: Record<string, string | null> = {
    host: 'app.example.com',
    origin: ORIGIN,
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    ...headers,
  };
  const present = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
  const rawHeaders = [
    ...Object.entries(present).flat(),
    ...Array.from({ length: extraHeaders * 2 }, () => 'x'),
  ];
  return { url, method, headers: present, rawHeaders } as unknown as IncomingMessage;
}

const decide = (shape: Shape) => decideUpgrade(handshake(shape), [EVENTS, DESKTOP], POLICY);
const statusOf = (shape: Shape) => {
  const decision = decide(shape);
  return decision.kind === 'refuse' ? decision.status : 101;
};

describe('an upgrade is refused', () => {
  it.each<[string, number, Shape]>([
    ['a path of nobody', 404, { url: '/nope' }],
    ['a deeper path', 404, { url: '/ws/more' }],
    ['a whole URL as target', 404, { url: 'http://app.example.com/ws' }],
    ['a target that begins as an authority', 404, { url: '//evil.example/ws' }],
    ['a session id that is no UUID', 404, { url: '/vnc/1' }],
    ['a session id that climbs', 404, { url: '/vnc/../ws' + 'x' }],
    ['a host and port for a session id', 404, { url: '/vnc/127.0.0.1:5432' }],
    ['no Origin', 403, { headers: { origin: null } }],
    ['Origin null', 403, { headers: { origin: 'null' } }],
    ['a prefix of ours', 403, { headers: { origin: `${ORIGIN}.evil.tld` } }],
    ['another scheme', 403, { headers: { origin: 'http://app.example.com' } }],
    ['another port', 403, { headers: { origin: `${ORIGIN}:8443` } }],
    ['a trailing dot', 403, { headers: { origin: 'https://app.example.com.' } }],
    ['upper case', 403, { headers: { origin: 'https://APP.example.com' } }],
    ['a trailing slash', 403, { headers: { origin: `${ORIGIN}/` } }],
    ['two Origins', 403, { headers: { origin: `${ORIGIN}, https://evil` } }],
    [
      'the good origin in the header of version 8',
      403,
      { headers: { 'sec-websocket-version': '8', 'sec-websocket-origin': ORIGIN, origin: 'https://evil' } },
    ],
    ['a Host that is not ours', 403, { headers: { host: 'evil.example' } }],
    ['no Host', 403, { headers: { host: null } }],
    ['version 8', 400, { headers: { 'sec-websocket-version': '8' } }],
    ['version 13 twice', 400, { headers: { 'sec-websocket-version': '13, 13' } }],
    ['no version', 400, { headers: { 'sec-websocket-version': null } }],
    ['a bad key', 400, { headers: { 'sec-websocket-key': 'short' } }],
    ['a token alone', 400, { headers: { 'sec-websocket-protocol': 'token.abc' } }],
    ['a subprotocol twice', 400, { headers: { 'sec-websocket-protocol': 'oda.events.v1, oda.events.v1' } }],
    ['two tokens', 400, { headers: { 'sec-websocket-protocol': 'oda.events.v1, token.a, token.b' } }],
    [
      'a token by subprotocol and by URL',
      400,
      { url: '/ws?token=a', headers: { 'sec-websocket-protocol': 'oda.events.v1, token.b' } },
    ],
    ['two tokens by URL', 400, { url: '/ws?token=a&token=b' }],
    ["the other socket's subprotocol", 400, { headers: { 'sec-websocket-protocol': 'binary, token.a' } }],
    ['POST', 405, { method: 'POST' }],
    ['more headers than Node would show', 431, { extraHeaders: 70 }],
  ])('for %s: %s', (_name, status, shape) => {
    expect(statusOf(shape)).toBe(status);
  });

  it('by path before origin: an unknown path tells nothing about origins', () => {
    expect(statusOf({ url: '/nope', headers: { origin: 'https://evil' } })).toBe(404);
  });

  it('for a wrong version with the version that is right', () => {
    expect(decide({ headers: { 'sec-websocket-version': '7' } })).toMatchObject({
      headers: { 'Sec-WebSocket-Version': '13' },
    });
  });
});

describe('an upgrade goes on', () => {
  it('with the token of the subprotocol', () => {
    expect(decide({ headers: { 'sec-websocket-protocol': 'oda.events.v1, token.abc' } })).toMatchObject({
      kind: 'admit',
      token: 'abc',
    });
  });

  it('with the token of the URL, and no subprotocol at all', () => {
    expect(decide({ url: '/ws?token=abc' })).toMatchObject({ kind: 'admit', token: 'abc' });
  });

  it('without a token: the handshake completes, so that a browser can read why it is closed', () => {
    expect(decide({})).toMatchObject({ kind: 'admit', token: undefined });
  });

  it('to the desktop of a session', () => {
    expect(
      decide({ url: `/vnc/${SESSION}`, headers: { 'sec-websocket-protocol': 'binary, token.a' } }),
    ).toMatchObject({
      kind: 'admit',
      endpoint: DESKTOP,
      sessionId: SESSION,
    });
  });
});
