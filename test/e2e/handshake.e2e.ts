import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Problem } from '#contracts';
import type { ApiNode } from '../support/api-node.js';
import { Cluster, type Customer } from '../support/cluster.js';
import { handshake, RawPeer, type HandshakeShape } from '../support/raw-peer.js';
import { until } from '../support/until.js';

let cluster: Cluster;
let node: ApiNode;
let owner: Customer;

beforeAll(async () => {
  cluster = await Cluster.create();
  node = await cluster.start();
  owner = await cluster.customer(node);
}, 120_000);
afterAll(() => cluster?.stop(), 60_000);

const peer = (shape: HandshakeShape) => new RawPeer(node.port, handshake(node.origin, shape));

const SOCKETS = ['/ws', `/vnc/${randomUUID()}`];
const ours = () => node.origin;

type Refused = [name: string, status: number, shape: () => Omit<HandshakeShape, 'target'>];
const origin = (value: () => string | readonly string[] | null) => () => ({ headers: { Origin: value() } });
const version = (value: string | readonly string[] | null) => () => ({
  headers: { 'Sec-WebSocket-Version': value },
});

const REFUSED: Refused[] = [
  ['no Origin', 403, origin(() => null)],
  ['Origin null', 403, origin(() => 'null')],
  ['our origin as a prefix', 403, origin(() => `${ours()}.evil.tld`)],
  ['another scheme', 403, origin(() => ours().replace('http:', 'https:'))],
  ['another port', 403, origin(() => 'http://localhost:8443')],
  ['a trailing dot', 403, origin(() => ours().replace('localhost', 'localhost.'))],
  ['upper case', 403, origin(() => ours().toUpperCase())],
  ['a trailing slash', 403, origin(() => `${ours()}/`)],
  ['two origins in one header', 403, origin(() => `${ours()}, https://evil`)],
  ['two Origin headers, ours first', 403, origin(() => [ours(), 'https://evil'])],
  ['two Origin headers, ours last', 403, origin(() => ['https://evil', ours()])],
  [
    'the good origin where version 8 had it',
    403,
    () => ({
      headers: {
        'Sec-WebSocket-Version': '8',
        'Sec-WebSocket-Origin': ours(),
        Origin: 'https://evil',
      },
    }),
  ],
  ['a Host that is not ours', 403, () => ({ headers: { Host: 'rebound.evil.tld' } })],
  ['our Host at another port', 403, () => ({ headers: { Host: 'localhost:1' } })],
  ['version 7', 400, version('7')],
  ['version 8', 400, version('8')],
  ['version 12', 400, version('12')],
  ['version 14', 400, version('14')],
  ['no version', 400, version(null)],
  ['version 13 twice', 400, version(['13', '13'])],
  ['a bad key', 400, () => ({ headers: { 'Sec-WebSocket-Key': 'short' } })],
  ['two keys', 400, () => ({ headers: { 'Sec-WebSocket-Key': ['AAAAAAAAAAAAAAAAAAAAAA==', 'x'] } })],
  ['a token alone', 400, () => ({ headers: { 'Sec-WebSocket-Protocol': 'token.abc' } })],
  ['a subprotocol twice', 400, () => ({ headers: { 'Sec-WebSocket-Protocol': 'binary, binary' } })],
  ['POST', 405, () => ({ method: 'POST' })],
];

describe.each(SOCKETS)('an upgrade of %s', (target) => {
  it.each(REFUSED)('with %s is refused with %i and a problem', async (_name, status, shape) => {
    const before = await node.metric('upgrades_refused_total', `status="${status}"`);
    const refused = await peer({ target, ...shape() }).ended();
    expect(refused.status).toBe(status);
    expect(refused.head).toMatch(/^content-type: application\/problem\+json$/im);
    expect(refused.head).toMatch(/^connection: close$/im);
    expect(Problem.parse(JSON.parse(refused.body.toString())).status).toBe(status);
    expect(await node.metric('upgrades_refused_total', `status="${status}"`)).toBe(before + 1);
  });

  it('with another version is told which is right', async () => {
    const refused = await peer({ target, headers: { 'Sec-WebSocket-Version': '14' } }).ended();
    expect(refused.head).toMatch(/^sec-websocket-version: 13$/im);
  });
});

describe('an upgrade', () => {
  it.each(['/nope', '/ws/', '/ws/../ws/x', '/vnc', '/vnc/1', '/vnc/127.0.0.1:5432', '//evil/ws'])(
    'of %s, where no socket is, is answered 404 with a body',
    async (target) => {
      const refused = await peer({ target, headers: { Origin: 'https://evil' } }).ended();
      expect(refused.status).toBe(404);
      expect(Problem.parse(JSON.parse(refused.body.toString())).code).toBe('NOT_FOUND');
    },
  );

  it('of another protocol is no upgrade: the request is served', async () => {
    const answered = peer({ target: '/health/live', headers: { Upgrade: 'h2c' } });
    await answered.hears('"status":"ok"');
    expect(answered.status).toBe(200);
    answered.socket.destroy();
  });

  it.each([
    ['/ws', 'oda.events.v1'],
    [`/vnc/${randomUUID()}`, 'binary'],
  ])('of %s is answered with its subprotocol alone, never the token', async (target, subprotocol) => {
    const token = 'A'.repeat(43);
    const offer = { 'Sec-WebSocket-Protocol': `token.${token}, other, ${subprotocol}` };
    const closed = await peer({ target, headers: offer }).ended();
    expect(closed.status).toBe(101);
    expect(closed.head.match(/^sec-websocket-protocol: .*$/gim)).toEqual([
      `Sec-WebSocket-Protocol: ${subprotocol}`,
    ]);
    expect(closed.heard).not.toContain(token);
  });

  const withHeaders = (count: number) => {
    const { Origin, ...others } = { Origin: ours() };
    const fixed = handshake(ours()).split('\r\n').length - 3;
    const many = Array.from({ length: count - fixed }, (_, n) => [`X-${n}`, 'x'] as const);
    return peer({ headers: { ...others, Origin: null, ...Object.fromEntries(many), origin: Origin } });
  };

  it.each([65, 80, 199, 201, 300])(
    'with %i headers, Origin the last, is refused with 431, and the process lives',
    async (count) => {
      const { pid } = node;
      expect((await withHeaders(count).ended()).status).toBe(431);
      expect(await node.status('/health/live')).toBe(200);
      expect(node.pid).toBe(pid);
    },
  );

  it('with 64 headers, Origin the last, is judged by it', async () => {
    expect((await withHeaders(64).ended()).status).toBe(101);
  });
});

describe('data behind the handshake', () => {
  const subscribe = (sessionId: string) => {
    const text = Buffer.from(JSON.stringify({ type: 'SUBSCRIBE', sessionId, after: 0 }));
    return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text]);
  };
  const sendAtOnce = (token: string, sessionId: string) => {
    const offer = { 'Sec-WebSocket-Protocol': `oda.events.v1, token.${token}` };
    const head = Buffer.from(handshake(ours(), { headers: offer }));
    return new RawPeer(node.port, Buffer.concat([head, subscribe(sessionId)]));
  };

  it('is not executed for who is refused', async () => {
    const sessionId = await cluster.session(owner);
    const refused = await sendAtOnce('A'.repeat(43), sessionId).ended();
    expect(refused.heard).toContain('AUTH_REQUIRED');
    expect(refused.heard).not.toContain('SUBSCRIBED');
    expect(await cluster.alive(sessionId)).toEqual([]);
  });

  it('waits for the token of who is let in', async () => {
    const sessionId = await cluster.session(owner);
    const token = await owner.connectionToken({ purpose: 'events' });
    const lock = cluster.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE connection_tokens IN ACCESS EXCLUSIVE MODE');
    const admitted = sendAtOnce(token, sessionId);
    await until('the token waits for its lookup', async () => {
      const [row] = await cluster.dataSource.query<{ waiting: number }[]>(
        "SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
      );
      return (row?.waiting ?? 0) > 0;
    });
    expect(admitted.heard).toBe('');
    expect(await cluster.alive(sessionId)).toEqual([]);
    await lock.rollbackTransaction();
    await lock.release();
    await admitted.hears('SUBSCRIBED');
    expect(admitted.heard.indexOf('CONNECTED')).toBeLessThan(admitted.heard.indexOf('SUBSCRIBED'));
    admitted.socket.destroy();
  });
});
