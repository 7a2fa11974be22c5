import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { ApiClient } from '../support/api-client.js';
import type { ApiNode } from '../support/api-node.js';
import { Cluster, type Customer } from '../support/cluster.js';
import { handshake, RawPeer } from '../support/raw-peer.js';
import { Recorder } from '../support/recorder.js';
import { until } from '../support/until.js';

const MIB = 1_048_576;

let cluster: Cluster;
/** With the limits a customer meets. Whoever comes through the "proxy" says which network it is. */
let node: ApiNode;
/** Not attacked: what the machine makes of a round trip at the same moment. */
let calm: ApiNode;
let owner: Customer;

beforeAll(async () => {
  cluster = await Cluster.create();
  const env = {
    RATE_LIMIT_FACTOR: '1',
    SOCKETS_PER_ADDRESS: '50',
    SOCKETS_PER_ACCOUNT: '500',
    TRUSTED_PROXIES: '127.0.0.1',
  };
  calm = await cluster.start();
  node = await cluster.start({ env });
  owner = await cluster.customer(calm);
}, 120_000);
afterAll(() => cluster?.stop(), 60_000);

const offer = (token: string) => ['oda.events.v1', `token.${token}`];
const socketFrom = (address: string, token: string): WebSocket =>
  node.carry(owner).socket('/ws', offer(token), { 'X-Forwarded-For': address });
const freshToken = () => calm.carry(owner).connectionToken({ purpose: 'events' });

async function connected(address: string): Promise<Recorder> {
  const socket = new Recorder(socketFrom(address, await freshToken()));
  await socket.until('CONNECTED');
  return socket;
}

/** A handshake and then bytes; from an address of its own. */
async function rawConnected(address: string): Promise<RawPeer> {
  const headers = {
    'Sec-WebSocket-Protocol': offer(await freshToken()).join(', '),
    'X-Forwarded-For': address,
    Host: new URL(node.publicUrl).host,
    Origin: node.publicUrl,
  };
  const peer = new RawPeer(node.port, handshake(node.origin, { headers }));
  await peer.hears('CONNECTED');
  return peer;
}

async function roundTripMs(socket: Recorder): Promise<number> {
  const id = randomUUID();
  const answered = new Promise<void>((resolve) => {
    const hear = (data: Buffer) => {
      if (!data.includes(id)) return;
      socket.socket.off('message', hear);
      resolve();
    };
    socket.socket.on('message', hear);
  });
  const startedMs = performance.now();
  socket.say({ type: 'PING', id });
  await answered;
  return performance.now() - startedMs;
}

const quantile = (values: number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(q * (values.length - 1))] ?? Number.NaN;

describe('a flood of messages', () => {
  it('is closed 4429 after its burst, and other customers notice nothing', async () => {
    const victim = await connected('198.51.100.1');
    const control = new Recorder(await calm.carry(owner).eventsSocket());
    await control.until('CONNECTED');
    const attackers = await Promise.all([1, 2, 3, 4, 5].map((n) => rawConnected(`203.0.113.${n}`)));
    const message = Buffer.from('{"type":"PING"}');
    const frame = Buffer.concat([Buffer.from([0x81, 0x80 | message.length, 0, 0, 0, 0]), message]);
    const tenThousand = Buffer.concat(Array.from({ length: 10_000 }, () => frame));
    for (const { socket } of attackers) socket.write(tenThousand);

    const attacked: number[] = [];
    const undisturbed: number[] = [];
    for (let n = 0; n < 50; n += 1) {
      attacked.push(await roundTripMs(victim));
      undisturbed.push(await roundTripMs(control));
    }
    for (const attacker of attackers) {
      await attacker.ended();
      expect(attacker.heard).toContain('\x11Mtoo many messages'); // 0x114d is 4429
      expect(attacker.heard.match(/PONG/g)?.length ?? 0).toBeLessThanOrEqual(110); // a burst, and what refills
    }
    expect(victim.closed).toBeUndefined();
    // the machine is shared: what counts is the difference to a node that is left alone
    expect(quantile(attacked, 0.99)).toBeLessThan(3 * quantile(undisturbed, 0.99) + 100);
    victim.socket.close();
    control.socket.close();
  }, 60_000);
});

describe('a flood of control frames', () => {
  it.each([
    ['pong', 0x8a],
    ['ping', 0x89],
  ])(
    'of %ss is dropped, counted and closed 4429, read or not',
    async (kind, first) => {
      const label = `kind="${kind}"`;
      const refusedBefore = await node.metric('socket_control_frames_refused_total', label);
      const openBefore = await node.metric('sockets_open');
      const closedBefore = await node.metric('sockets_closed_total', 'code="4429"');
      const bytesBefore = node.residentBytes();
      const flooder = await rawConnected(`203.0.113.${first}`);
      flooder.socket.pause();
      const one = Buffer.from([first, 0x80, 0, 0, 0, 0]);
      if (kind === 'pong') flooder.socket.write(Buffer.concat(Array<Buffer>(100_000).fill(one)));
      // pings one by one, so that it is not their pongs that pile up
      else
        for (let n = 0; n < 1_000 && !flooder.socket.destroyed; n += 1) {
          flooder.socket.write(one);
          await new Promise((resolve) => setImmediate(resolve));
        }
      await until('its place is free', async () => (await node.metric('sockets_open')) <= openBefore);
      if (kind === 'pong') {
        expect(await node.metric('sockets_closed_total', 'code="4429"')).toBe(closedBefore + 1);
        expect(await node.metric('socket_control_frames_refused_total', label)).toBeGreaterThan(
          refusedBefore,
        );
      }
      expect(node.residentBytes() - bytesBefore).toBeLessThan(64 * MIB);
      flooder.socket.destroy();
    },
    30_000,
  );
});

describe('a declared length of 1 GiB', () => {
  it('is closed 1009 at its header, and costs no memory', async () => {
    const peers = await Promise.all(Array.from({ length: 20 }, (_, n) => rawConnected(`192.0.2.${n}`)));
    const before = node.residentBytes();
    const header = Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0]);
    for (const { socket } of peers) socket.write(header);
    for (const peer of peers) {
      await peer.ended();
      expect(peer.heard).toContain('\x88\x02\x03\xf1'); // 0x03f1 is 1009
    }
    expect(node.residentBytes() - before).toBeLessThan(64 * MIB);
  });
});

describe('a loop of connections', () => {
  it('gets 120 tokens a minute and then 429 with a time to come back; another customer gets his', async () => {
    const churner = await node.customer().register();
    const mint = (client: ApiClient) =>
      client.request('POST', '/api/auth/connection-tokens', { purpose: 'events' });
    const answers = await Promise.all(Array.from({ length: 200 }, () => mint(churner)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(120);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(80);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await mint(await node.customer().register())).status).toBe(201);
  });

  it('with bad tokens meets 429 once its network has used up its tries; another network does not', async () => {
    const bad = 'A'.repeat(43);
    const tries = Array.from({ length: 200 }, (_, n) => {
      const peer = new Recorder(socketFrom(`2001:db8:1:2::${(n + 1).toString(16)}`, bad)); // one customer's /64
      return until('an answer', () => peer.refused ?? peer.closed?.code);
    });
    const outcomes = await Promise.all(tries);
    const late = outcomes.filter((outcome) => outcome === 429).length;
    expect(late).toBeGreaterThan(50); // 100 tries at once, and five more each second
    expect(outcomes.filter((outcome) => outcome === 4401).length).toBe(200 - late);
    const other = new Recorder(socketFrom('2001:db8:1:3::1', bad));
    expect((await other.end()).code).toBe(4401);
  });

  it("from the machine itself does not fail the product's own check of its sockets", async () => {
    const tries = Array.from({ length: 150 }, () => {
      const peer = new Recorder(node.carry(owner).socket('/ws', offer('A'.repeat(43))));
      return until('an answer', () => peer.refused ?? peer.closed?.code);
    });
    expect(await Promise.all(tries)).toContain(429);
    expect(await node.status('/health/ready')).toBe(200);
  });

  it('holds as many sockets as one address may, from however many of an IPv6 network', async () => {
    const tokens = await Promise.all(Array.from({ length: 60 }, freshToken));
    const sockets = tokens.map((token, n) => new Recorder(socketFrom(`2001:db8:9:9::${n + 1}`, token)));
    await until('each is in or out', () => sockets.every((each) => each.refused ?? each.messages[0]));
    expect(sockets.filter(({ refused }) => refused === 429)).toHaveLength(10);
    for (const { socket } of sockets) socket.terminate();
  });
});
