import { JwtService, type JwtSignOptions } from '@nestjs/jwt';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { SessionId } from '#contracts';
import { heard, said } from '../../apps/api/src/gateway/testing/heard.js';
import { SHARED_SECRET, type ApiNode } from '../support/api-node.js';
import { Cluster, type Customer } from '../support/cluster.js';
import { mintToken } from '../support/mint-token.js';
import { handshake, RawPeer } from '../support/raw-peer.js';
import { Recorder } from '../support/recorder.js';

let cluster: Cluster;
let node: ApiNode;
let owner: Customer;
let stranger: Customer;
let sessionId: SessionId;

beforeAll(async () => {
  cluster = await Cluster.create();
  node = await cluster.start();
  owner = await cluster.customer(node);
  stranger = await cluster.customer(node);
  sessionId = (await cluster.session(owner)) as SessionId;
}, 120_000);
afterAll(() => cluster?.stop(), 60_000);

const desktop = (id: string = sessionId) => `/vnc/${id}`;
const nameOf = (target: string) => (target.startsWith('/vnc') ? 'binary' : 'oda.events.v1');

/** Every frame that a socket with this token brings before it is closed. */
async function answers(target: string, token?: string, at = node): Promise<string[]> {
  const offer = token === undefined ? nameOf(target) : `${nameOf(target)}, token.${token}`;
  const headers = { 'Sec-WebSocket-Protocol': offer };
  const peer = await new RawPeer(at.port, handshake(at.origin, { target, headers })).ended();
  expect(peer.status).toBe(101);
  return heard(peer.body);
}

const AUTH_REQUIRED = said.text('{"type":"ERROR","error":"AUTH_REQUIRED","message":"Sign in again."}');
const CLOSED = said.close(4401, 'sign in again');
const SIGN_IN = { events: [AUTH_REQUIRED, CLOSED], desktop: [CLOSED] };

async function expectSignIn(token: string | undefined): Promise<void> {
  expect(await answers('/ws', token)).toEqual(SIGN_IN.events);
  expect(await answers(desktop(), token)).toEqual(SIGN_IN.desktop);
}

describe('a socket without a token', () => {
  it('is closed 4401 at once and hears nothing else, but why on the events socket', async () => {
    const before = await node.metric('sockets_closed_total', 'code="4401"');
    await expectSignIn(undefined);
    expect(await node.metric('sockets_closed_total', 'code="4401"')).toBe(before + 2);
  });
});

describe('an access token', () => {
  const jwt = new JwtService({});
  const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;
  const signed = (claims: object = {}, options: JwtSignOptions = {}) => {
    const whole = { sub: owner.accountId, login: randomUUID(), iss: node.publicUrl, aud: node.publicUrl };
    const given = { ...whole, iat: inSeconds(0), exp: inSeconds(60), ...claims };
    return jwt.sign(given, { secret: SHARED_SECRET, algorithm: 'HS256', ...options });
  };
  const unsigned = () => {
    const header = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    return `${header}.${signed().split('.')[1] ?? ''}.`;
  };
  const withHeader = (header: object) =>
    signed({}, { secret: 'x'.repeat(40), header: { alg: 'HS256', ...header } as never });

  it.each<[string, () => string]>([
    ['a good one', () => owner.accessToken],
    ['one that is unsigned', unsigned],
    ['one signed with another key', () => signed({}, { secret: 'x'.repeat(40) })],
    ['one that says where its key lies (jku)', () => withHeader({ jku: 'https://evil/keys' })],
    ['one that names its certificate (x5u)', () => withHeader({ x5u: 'https://evil/cert' })],
    ['one that brings its key (jwk)', () => withHeader({ jwk: { kty: 'oct', k: 'eA' } })],
    ['one that has expired', () => signed({ exp: inSeconds(-1) })],
    ['one that is not valid yet', () => signed({ nbf: inSeconds(60) })],
    ['one for another audience', () => signed({ aud: 'https://other.example' })],
  ])('opens no socket: %s', async (_name, make) => {
    const token = make();
    await expectSignIn(token);
    for (const target of [`/ws?token=${token}`, `${desktop()}?token=${token}`])
      expect((await new Recorder(owner.socket(target, [])).end()).code).toBe(4401);
    expect(node.output).not.toContain(token);
  });
});

describe('a connection token', () => {
  const wanted = { purpose: 'desktop', access: 'control', generation: 1 } as const;

  it('opens one socket, not a second', async () => {
    const token = await owner.connectionToken({ purpose: 'events' });
    const first = new Recorder(owner.socket('/ws', ['oda.events.v1', `token.${token}`]));
    await first.until('CONNECTED');
    await expectSignIn(token);
    first.socket.close();
  });

  it('of one socket does not open the other', async () => {
    const events = await owner.connectionToken({ purpose: 'events', sessionId });
    expect(await answers(desktop(), events)).toEqual(SIGN_IN.desktop);
    expect(
      await answers('/ws', await mintToken(cluster.dataSource, owner, { ...wanted, sessionId })),
    ).toEqual(SIGN_IN.events);
  });

  it('is no good 31 seconds later', async () => {
    const token = await owner.connectionToken({ purpose: 'events' });
    await cluster.dataSource.query(
      "UPDATE connection_tokens SET expires_at = expires_at - interval '31 s' WHERE used_at IS NULL",
    );
    await expectSignIn(token);
  });

  it('of a login that has logged out, or of a disabled account, opens nothing', async () => {
    const leaver = await cluster.customer(node);
    const left = await leaver.connectionToken({ purpose: 'events' });
    await cluster.dataSource.query(
      'UPDATE logins SET ended_at = clock_timestamp(), end_reason = $2 WHERE account_id = $1',
      [leaver.accountId, 'logged_out'],
    );
    await expectSignIn(left);
    const disabled = await cluster.customer(node);
    const token = await disabled.connectionToken({ purpose: 'events' });
    await (await node.admin()).call('POST', `/api/admin/users/${disabled.accountId}/disable`);
    await expectSignIn(token);
  });

  it("on the path of somebody else's session is answered as on that of none: 4404", async () => {
    const foreign = await cluster.session(stranger);
    const own = await cluster.session(owner);
    for (const id of [foreign, own, randomUUID()]) {
      const token = await mintToken(cluster.dataSource, owner, { ...wanted, sessionId });
      expect(await answers(desktop(id), token)).toEqual([said.close(4404, 'no such session')]);
    }
  });
});

describe("somebody else's session", () => {
  it('is refused as one that never was, in the same words and the same time', async () => {
    const socket = new Recorder(await stranger.eventsSocket());
    await socket.until('CONNECTED');
    const ask = async (asked: string) => {
      const answer = once(socket.socket, 'message');
      const startedMs = performance.now();
      socket.say({ type: 'SUBSCRIBE', id: 'q', sessionId: asked });
      const [data] = (await answer) as [Buffer];
      return { refusal: JSON.parse(data.toString()) as unknown, tookMs: performance.now() - startedMs };
    };
    const foreign = [];
    const absent = [];
    for (let n = 0; n < 100; n += 1) {
      foreign.push(await ask(sessionId));
      absent.push(await ask(randomUUID()));
    }
    expect(foreign.map(({ refusal }) => refusal)).toEqual(absent.map(({ refusal }) => refusal));
    expect(foreign[0]?.refusal).toMatchObject({ error: 'SESSION_NOT_FOUND' });
    const median = (answers: { tookMs: number }[]) =>
      answers.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b)[50] ?? Number.NaN;
    expect(median(foreign)).toBeLessThan(2 * median(absent) + 5); // the machine's own noise, asked by turns
    expect(median(absent)).toBeLessThan(2 * median(foreign) + 5);
    socket.socket.close();
  });
});

describe('the audit trail', () => {
  it('sums up refused sockets by source and why', async () => {
    const watched = await cluster.start();
    for (let n = 0; n < 5; n += 1) await answers('/ws', undefined, watched);
    for (let n = 0; n < 3; n += 1) await answers('/ws', owner.accessToken, watched);
    await answers(desktop(), 'A'.repeat(43), watched);
    const before = (await cluster.audited('connection.refused')).length;
    await watched.end();
    const entries = (await cluster.audited('connection.refused')).slice(before);
    expect(entries).toEqual([
      {
        actor: '127.0.0.1',
        subject: 'sockets',
        data: { 'events.missing': 5, 'events.wrong_purpose': 3, 'desktop.unknown': 1 },
      },
    ]);
  });

  it('names who claimed rights in messages, which give none', async () => {
    const watched = await cluster.start();
    const socket = new Recorder(await watched.carry(stranger).eventsSocket());
    await socket.until('CONNECTED');
    const claim = { admin: true, role: 'admin', accountId: owner.accountId };
    socket.say({ type: 'SUBSCRIBE', id: 'q', sessionId, ...claim });
    const refused = await socket.until('ERROR', ({ request }) => request === 'q');
    expect(refused.error).toBe('SESSION_NOT_FOUND');
    socket.say({ type: 'PING', id: 'p', admin: true });
    await socket.until('PONG');
    await watched.end();
    expect(await cluster.audited('message.rights_claimed')).toEqual([
      { actor: stranger.email, subject: 'sockets', data: { admin: 2, role: 1, accountId: 1 } },
    ]);
  });
});
