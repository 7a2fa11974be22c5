import type { ServerMessage, SessionEvent, SessionId, SessionState } from '#contracts';
import type { Subscribed } from '../subscription.js';

const NOW = '2026-11-23T12:00:00.000Z';

/** What a server says, with the parts that no test here looks at filled in. */
export const connected: ServerMessage = {
  type: 'CONNECTED',
  message: 'WebSocket ready',
  connectionId: 'c1',
  serverTime: NOW,
  heartbeatMs: 15_000,
};

export const pong: ServerMessage = { type: 'PONG', serverTime: NOW };

export function subscribed(
  sessionId: SessionId,
  answer: Pick<Subscribed, 'head' | 'epoch' | 'request' | 'resetRequired'>,
  state: SessionState = 'active',
): Subscribed {
  const session = { state, activatedAt: NOW, expiresAt: NOW };
  return { type: 'SUBSCRIBED', sessionId, session, ...answer };
}

export function sessionEvent(sessionId: SessionId, seq: number, note = ''): SessionEvent {
  return { sessionId, seq, name: 'desktop.ready', at: NOW, data: { note } };
}

export function eventMessage(event: SessionEvent): ServerMessage {
  return { type: 'EVENT', ...event };
}
