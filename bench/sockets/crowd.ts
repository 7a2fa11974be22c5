/**
 * Clients of many sockets, in a process of their own so that their cost is not the node's. Told by messages what to do;
 * answers each with what it saw. One message in, one out.
 */
import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import { EVENTS_SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX, type ServerMessage } from '#contracts';
import type { CrowdAnswer, CrowdOrder, Seat } from './crowd-protocol.js';

const AT_ONCE = 50;

interface Member {
  seat: Seat;
  socket: WebSocket;
  /** Events as they came; read when asked, so that the reading of one does not delay the next. */
  heard: Buffer[];
  /** By `performance.timeOrigin + performance.now()`. */
  heardAtMs: number[];
  closed?: { code: number; atMs: number };
}

const members: Member[] = [];
const nowMs = () => performance.timeOrigin + performance.now();

process.on('message', (order: CrowdOrder) => {
  void obey(order).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit(0));

async function obey(order: CrowdOrder): Promise<CrowdAnswer> {
  switch (order.kind) {
    case 'sit':
      return { kind: 'sat', tookMs: await inTurns(order.seats, sit) };
    case 'return':
      return { kind: 'returned', tookMs: await Promise.all(order.seats.map((seat) => comeBack(seat))) };
    case 'cut':
      for (const { socket } of members) socket.terminate();
      members.length = 0;
      return { kind: 'cut' };
    case 'report':
      return {
        kind: 'report',
        members: members.map(({ heard, heardAtMs, closed }) => ({
          seqs: heard.map(seqOf),
          heardAtMs,
          ...(closed && { closed }),
        })),
      };
  }
}

const EVENT_START = Buffer.from('{"type":"EVENT"');

function isEvent(data: Buffer): boolean {
  return data.subarray(0, EVENT_START.length).equals(EVENT_START);
}

function seqOf(data: Buffer): number {
  return (JSON.parse(data.toString()) as Extract<ServerMessage, { type: 'EVENT' }>).seq;
}

async function inTurns(seats: readonly Seat[], take: (seat: Seat) => Promise<unknown>): Promise<number[]> {
  const left = [...seats];
  const tookMs: number[] = [];
  const worker = async () => {
    for (let seat = left.pop(); seat; seat = left.pop()) {
      const startedMs = performance.now();
      await take(seat);
      tookMs.push(performance.now() - startedMs);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return tookMs;
}

/** Takes a fresh token, opens the socket, follows its session from `after` on; resolves when it has all up to `until`. */
async function sit(seat: Seat): Promise<void> {
  const token = seat.bare ? undefined : await tokenFor(seat);
  await new Promise<void>((resolve, reject) => {
    const protocols = token === undefined ? [] : [EVENTS_SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX + token];
    const socket = new WebSocket(seat.url, protocols, {
      origin: seat.origin,
      perMessageDeflate: false,
      skipUTF8Validation: true,
    });
    const member: Member = { seat, socket, heard: [], heardAtMs: [] };
    members.push(member);
    socket.on('error', (error) => {
      members.splice(members.indexOf(member), 1); // it never sat
      reject(error);
    });
    // the last bytes of a server are its close frame; `close` itself comes when the connection is taken down, turns later
    let lastBytesAtMs = Number.NaN;
    socket.on('upgrade', ({ socket: connection }) =>
      socket.on('open', () => connection.on('data', () => (lastBytesAtMs = nowMs()))),
    );
    socket.on('close', (code) => (member.closed = { code, atMs: lastBytesAtMs }));
    socket.on('open', () => seat.bare && resolve());
    socket.on('message', (data: Buffer) => {
      if (isEvent(data)) {
        member.heardAtMs.push(nowMs());
        member.heard.push(data);
        if (seat.until !== undefined && seqOf(data) === seat.until) resolve();
        return;
      }
      const message = JSON.parse(data.toString()) as ServerMessage;
      if (message.type === 'CONNECTED') {
        if (seat.after === undefined) return resolve();
        socket.send(JSON.stringify({ type: 'SUBSCRIBE', sessionId: seat.sessionId, after: seat.after }));
      } else if (message.type === 'SUBSCRIBED' && (seat.until ?? 0) <= (seat.after ?? 0)) resolve();
    });
  });
}

/** As a client does that was cut off: at once, then again with back-off and full jitter until it is back. */
async function comeBack(seat: Seat): Promise<number> {
  const startedMs = performance.now();
  for (let waitMs = 500; ; waitMs = Math.min(2 * waitMs, 30_000)) {
    try {
      await sit(seat);
      return performance.now() - startedMs;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * waitMs));
    }
  }
}

async function tokenFor({ origin, accessToken, sessionId }: Seat): Promise<string> {
  // not `fetch`: on a machine that is shared, what a client costs is taken from the node
  const request = http.request(`${origin}/api/auth/connection-tokens`, {
    agent: false, // whose connections were cut has none to use again
    method: 'POST',
    headers: { Authorization: `Bearer ${accessToken ?? ''}`, 'Content-Type': 'application/json' },
  });
  request.end(JSON.stringify({ purpose: 'events', ...(sessionId && { sessionId }) }));
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
  const body = await text(answer);
  if (answer.statusCode !== 201) throw new Error(`no token: ${answer.statusCode}`);
  return (JSON.parse(body) as { token: string }).token;
}
