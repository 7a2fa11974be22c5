import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { EVENTS_PATH, EVENTS_SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from '#contracts';
import { silentLog } from '../../../../test/support/fakes.js';
import { until } from '../../../../test/support/until.js';
import { AppConfig } from '../config/app-config.js';
import { loadConfig } from '../config/load-config.js';
import { SelfCheck } from './self-check.js';
import { socketServer } from './socket-server.js';
import { UpgradeOwner } from './upgrade-owner.js';

const CAP = 10;
const COMERS = 30;
const ENDPOINT = {
  path: EVENTS_PATH,
  purpose: 'events',
  subprotocol: EVENTS_SUBPROTOCOL,
  maxPayload: 1_024,
} as const;

let server: Server;
let clients: WebSocket[];
let open: number;
let offered: (() => void)[];

beforeEach(async () => {
  [clients, open, offered] = [[], 0, []];
  const tokens = {
    redeem: async () => {
      await new Promise<void>((resolve) => offered.push(resolve));
      return { kind: 'granted', grant: { purpose: 'events' } };
    },
  };
  const connections = {
    isAccepting: () => true,
    hasRoomForNetwork: () => true,
    whatIsFull: () => (open >= CAP ? 'of this account' : undefined),
  };
  server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const owner = new UpgradeOwner(
    new AppConfig(loadConfig({ PORT: String(port), PUBLIC_URL: `http://localhost:${port}` })),
    { networkOf: () => '127.0.0.1' } as never,
    tokens as never,
    {} as never,
    connections as never,
    new SelfCheck(),
    silentLog,
  );
  const sockets = socketServer(ENDPOINT);
  sockets.on('connection', () => (open += 1));
  owner.serve({ ...ENDPOINT, server: sockets });
  server.on('upgrade', owner.onUpgrade);
});
afterEach(() => {
  for (const client of clients) client.terminate();
  server.close();
});

it('admits no more than there is room for, however many tokens are redeemed in the same turn', async () => {
  const { port } = server.address() as AddressInfo;
  const refused: number[] = [];
  clients = Array.from({ length: COMERS }, (_, n) => {
    const token = TOKEN_SUBPROTOCOL_PREFIX + String(n).padStart(43, 'a');
    const client = new WebSocket(`ws://127.0.0.1:${port}${EVENTS_PATH}`, [EVENTS_SUBPROTOCOL, token], {
      headers: { Origin: `http://localhost:${port}`, Host: `localhost:${port}` },
    });
    client.on('unexpected-response', (_request, { statusCode }) => refused.push(statusCode ?? 0));
    client.on('error', () => {});
    return client;
  });
  await until('all have come', () => offered.length === COMERS);
  for (const resolve of offered) resolve();
  await until(
    'each is in or out',
    () =>
      refused.length + clients.filter(({ readyState }) => readyState === WebSocket.OPEN).length === COMERS,
  );
  expect([open, refused]).toEqual([CAP, Array.from({ length: COMERS - CAP }, () => 429)]);
});
