import type { ServerMessage, SessionEvent, SessionId } from '#contracts';

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
  answer: { head: number; epoch: string; request?: string | undefined; resetRequired?: true },
): ServerMessage {
  const session = { state: 'active', activatedAt: NOW, expiresAt: NOW } as const;
  return { type: 'SUBSCRIBED', sessionId, session, ...answer };
}

export function sessionEvent(sessionId: SessionId, seq: number, note = ''): SessionEvent {
  return { sessionId, seq, name: 'desktop.ready', at: NOW, data: { note } };
}

export function eventMessage(event: SessionEvent): ServerMessage {
  return { type: 'EVENT', ...event };
}
