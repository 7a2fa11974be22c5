import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { CLOSE_CODES, Receipt } from '#contracts';
import type { ApiNode } from '../support/api-node.js';
import { Cluster, type Customer } from '../support/cluster.js';
import { Follower, upTo } from '../support/follower.js';
import { Recorder } from '../support/recorder.js';
import { until } from '../support/until.js';

let cluster: Cluster;
let nodes: ApiNode[];
let owner: Customer;

beforeAll(async () => {
  cluster = await Cluster.create();
  nodes = [await cluster.start(), await cluster.start()];
  owner = await cluster.customer(first());
}, 120_000);
afterAll(() => cluster?.stop(), 60_000);

const first = () => nodes[0] as ApiNode;
const second = () => nodes[1] as ApiNode;

/** Sockets of one session, by turns on each node, all registered. */
async function follow(sessionId: string, count: number): Promise<Recorder[]> {
  const sockets = await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const at = (n % 2 === 0 ? first() : second()).carry(owner);
      const socket = new Recorder(await at.eventsSocket(sessionId));
      await socket.until('CONNECTED');
      if (n % 4 < 2) socket.say({ type: 'SUBSCRIBE', sessionId, after: 0 });
      return socket;
    }),
  );
  await until('all are holders', async () => (await alive(sessionId)).length === count);
  return sockets;
}

const alive = (sessionId: string) => cluster.alive(sessionId);

describe('a session with sockets on two nodes', () => {
  it('goes dark on both when an admin revokes it at one, and the receipt names both', async () => {
    const sessionId = await cluster.session(owner);
    const sockets = await follow(sessionId, 100);
    const admin = await first().admin();
    const receipt = Receipt.parse(
      await admin.call('POST', `/api/admin/sessions/${sessionId}/revoke`, { reason: 'a test' }),
    );
    expect(receipt).toMatchObject({ complete: true, missing: [] });
    expect(receipt.closed).toHaveLength(100);
    expect(new Set(receipt.closed.map(({ node }) => node)).size).toBe(2);
    expect(Math.max(...receipt.closed.map(({ afterMs }) => afterMs))).toBeLessThan(1_000); // R4

    const ends = await Promise.all(sockets.map((socket) => socket.end()));
    expect(new Set(ends.map(({ code, reason }) => `${code} ${reason}`))).toEqual(new Set(['4410 revoked']));
    const last = sockets.filter((_, n) => n % 4 < 2).map(({ messages }) => messages.at(-1));
    for (const message of last) expect(message).toMatchObject({ name: 'session.ended' });

    const again = await admin.call('POST', `/api/admin/sessions/${sessionId}/revoke`, { reason: 'a test' });
    expect(Receipt.parse(again)).toEqual(receipt);
  }, 60_000);

  it('accepts no command at either once the revocation is answered, however hard both are asked', async () => {
    const sessionId = await cluster.session(owner);
    const sockets = await follow(sessionId, 20);
    const commands = [
      ['POST', '/api/auth/connection-tokens', { purpose: 'events', sessionId }],
      ['POST', `/api/sessions/${sessionId}/control`, { action: 'take', viewer: randomUUID() }],
      ['POST', `/api/sessions/${sessionId}/shares`, { expiresInSeconds: 600 }],
    ] as const;
    const asked: { sentMs: number; status: number; command: string }[] = [];
    let stop = false;
    const askers = nodes.flatMap((node) =>
      commands.map(async ([method, route, body]) => {
        const client = node.carry(owner);
        while (!stop) {
          const sentMs = performance.now();
          const { status } = await client.request(method, route, body);
          asked.push({ sentMs, status, command: `${node.port} ${route.split('/').at(-1) ?? ''}` });
        }
      }),
    );
    const acceptedBy = () =>
      new Set(asked.filter(({ status }) => status < 300).map(({ command }) => command));
    await until('each command is accepted at each node', () => acceptedBy().size === askers.length);

    const admin = await first().admin();
    const revoke = `/api/admin/sessions/${sessionId}/revoke`;
    expect(await admin.call('POST', revoke, { reason: 'a test' })).toMatchObject({ complete: true });
    const answeredMs = performance.now();
    const after = () => asked.filter(({ sentMs }) => sentMs > answeredMs);
    await until('each is asked ten times more', () => after().length >= 10 * askers.length);
    stop = true;
    await Promise.all(askers);
    expect(after().filter(({ status }) => status < 400)).toEqual([]);

    const { items } = (await owner.call('GET', `/api/sessions/${sessionId}/events?limit=200`)) as {
      items: { name: string }[];
    };
    const ended = items.findIndex(({ name }) => name === 'session.ended');
    if (items.length < 200) expect(ended).toBe(items.length - 1); // nothing follows in the log
    expect(
      (await Promise.all(sockets.map((socket) => socket.end()))).every(({ code }) => code === 4410),
    ).toBe(true);
  }, 60_000);

  it('accepts no command at either once it is revoked', async () => {
    const sessionId = await cluster.session(owner);
    const loginSocket = new Recorder(await second().carry(owner).eventsSocket());
    await loginSocket.until('CONNECTED');
    await (
      await first().admin()
    ).call('POST', `/api/admin/sessions/${sessionId}/revoke`, { reason: 'a test' });
    for (const node of nodes) {
      const body = { purpose: 'events', sessionId };
      const answer = await node.carry(owner).request('POST', '/api/auth/connection-tokens', body);
      expect(answer.status).toBe(404);
    }
    loginSocket.say({ type: 'SUBSCRIBE', sessionId });
    await loginSocket.until('UNSUBSCRIBED', ({ reason }) => reason === 'ended');
    expect(await alive(sessionId)).toEqual([]);
    loginSocket.socket.close();
  });

  it('keeps holding the session for a socket that only unsubscribed', async () => {
    const sessionId = await cluster.session(owner);
    const [socket] = (await follow(sessionId, 1)) as [Recorder];
    socket.say({ type: 'UNSUBSCRIBE', sessionId });
    await socket.until('UNSUBSCRIBED');
    expect(await alive(sessionId)).toHaveLength(1);
    socket.socket.close();
    await until('it is let go', async () => (await alive(sessionId)).length === 0);
  });
});

describe('a login', () => {
  it('closes its sockets on every node with 4401 when it logs out', async () => {
    const leaver = await cluster.customer(first());
    const answer = await first().customer().request('POST', '/api/auth/login', {
      email: leaver.email,
      password: 'a long enough passphrase',
    });
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const { accessToken } = (await answer.json()) as { accessToken: string };
    const other = Object.assign(second().customer(), { accessToken, email: leaver.email });
    const leaving = new Recorder(await other.eventsSocket());
    const staying = new Recorder(await leaver.eventsSocket());
    await leaving.until('CONNECTED');
    await staying.until('CONNECTED');
    await first().customer().call('POST', '/api/auth/logout', undefined, {
      cookie,
      'Sec-Fetch-Site': 'same-origin',
    });
    expect((await leaving.end()).code).toBe(CLOSE_CODES.SIGN_IN_AGAIN);
    staying.say({ type: 'PING' });
    await staying.until('PONG');
    staying.socket.close();
  });

  it('closes its sockets with 4401 when its refresh cookie is used again', async () => {
    const victim = first().customer();
    const registered = await victim.request('POST', '/api/auth/register', {
      email: `reuse-${Date.now()}@example.com`,
      password: 'a long enough passphrase',
    });
    victim.accessToken = ((await registered.json()) as { accessToken: string }).accessToken;
    const cookie = registered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const socket = new Recorder(await second().carry(victim).eventsSocket());
    await socket.until('CONNECTED');
    const refresh = () =>
      victim.request('POST', '/api/auth/refresh', undefined, { cookie, 'Sec-Fetch-Site': 'same-origin' });
    expect((await refresh()).status).toBe(200);
    await cluster.dataSource.query(
      "UPDATE refresh_tokens SET replaced_at = replaced_at - interval '31 s' WHERE replaced_at IS NOT NULL",
    );
    expect((await refresh()).status).toBe(401);
    expect((await socket.end()).code).toBe(CLOSE_CODES.SIGN_IN_AGAIN);
  });
});

describe('kill -9 of one node', () => {
  it('is survived by its clients at the other, and its holders are buried', async () => {
    const sessionId = await cluster.session(owner);
    await cluster.append(sessionId, 50);
    const follower = new Follower(second(), owner, sessionId);
    await until('it has all', () => follower.seen.length === 50);
    await until('it is a holder', async () => (await alive(sessionId)).length === 1);
    const [{ node: killed } = { node: '' }] = await alive(sessionId);

    await second().end('SIGKILL');
    follower.node = first();
    await cluster.append(sessionId, 50);
    await until('it has what came meanwhile', () => follower.seen.length === 100, 20_000);
    expect(follower.seqs).toEqual(upTo(100));
    await until(
      'the dead node holds nothing any more',
      async () => !(await alive(sessionId)).some(({ node }) => node === killed),
      40_000,
    );
    expect(await alive(sessionId)).toHaveLength(1);
    follower.stop();
  }, 90_000);
});
