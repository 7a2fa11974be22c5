import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { connectDesktop } from '../../desktops/connect-desktop.js';
import { desktopLost, SESSION_EXPIRED } from '../relay/relay-end.js';
import { Relay, type RelayOptions, type RelaySummary } from '../relay/relay.js';
import { FakeBrowser } from './fake-browser.js';
import { soleRights } from './sole-control.js';

export interface Stage {
  readonly relay: Relay;
  readonly browser: FakeBrowser;
  /** The relay's end of the viewer's socket. */
  readonly accepted: WebSocket;
  readonly ended: Promise<RelaySummary>;
  readonly stop: () => Promise<void>;
}

/** How a relay reaches the desktop at `path`; a deadline is on the clock of the relay's `nowMs`. */
export function reaching(
  path: string,
  {
    password,
    deadlineMs = Infinity,
    knowsExtendedClipboard = false,
  }: { password?: string; deadlineMs?: number; knowsExtendedClipboard?: boolean } = {},
): RelayOptions['reach'] {
  return async (onRead) => ({
    socket: await connectDesktop({ kind: 'unix', path }, onRead),
    password,
    deadlineMs,
    deadlineEnd: SESSION_EXPIRED,
    abilities: { knowsExtendedClipboard },
  });
}

/** One relay between a fake browser and the desktop at `path`, over a real WebSocket and a real Unix socket. */
export async function stageRelay(path: string, options: Partial<RelayOptions> = {}): Promise<Stage> {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    maxPayload: 256 * 1024,
    perMessageDeflate: false,
  });
  await once(server, 'listening');
  const ended = Promise.withResolvers<RelaySummary>();
  const accepting = once(server, 'connection').then(([socket, request]) => {
    const accepted = socket as WebSocket;
    const relay = new Relay(accepted, (request as IncomingMessage).socket, {
      rights: soleRights('control'),
      nowMs: () => performance.now(),
      reach: reaching(path),
      explainLoss: (cause) => Promise.resolve(desktopLost(cause)),
      onInput: () => {},
      onBegin: () => {},
      onEnd: ended.resolve,
      ...options,
    });
    return { relay, accepted };
  });
  const browser = await FakeBrowser.connect((server.address() as AddressInfo).port);
  const { relay, accepted } = await accepting;
  const stop = async (): Promise<void> => {
    browser.socket.terminate();
    accepted.terminate();
    server.close();
    await once(server, 'close');
  };
  return { relay, browser, accepted, ended: ended.promise, stop };
}
