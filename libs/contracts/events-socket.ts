import * as z from 'zod';
import { SessionEvent, SubscribedSession } from './events.js';
import { FieldError } from './problem.js';
import { Seq, SessionId, Timestamp } from './scalars.js';

export const EVENTS_PATH = '/ws';
export const EVENTS_SUBPROTOCOL = 'oda.events.v1';
export const DESKTOP_PATH = '/vnc';
export const DESKTOP_SUBPROTOCOL = 'binary';
/** The sound socket's path is the desktop socket's, and this. */
export const SOUND_PATH_END = '/sound';
export const SOUND_SUBPROTOCOL = 'oda.sound.v1';
/** A connection token travels as the subprotocol `token.<token>`. */
export const TOKEN_SUBPROTOCOL_PREFIX = 'token.';

const RequestId = z.string().min(1).max(64).optional();

/** What a client may say. Unknown keys are dropped, never obeyed. */
export const ClientMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('PING'), id: RequestId }),
  z.object({
    type: z.literal('SUBSCRIBE'),
    id: RequestId,
    sessionId: SessionId,
    after: Seq.optional(),
    epoch: z.string().max(64).optional(),
  }),
  z.object({ type: z.literal('UNSUBSCRIBE'), id: RequestId, sessionId: SessionId }),
]);
export type ClientMessage = z.infer<typeof ClientMessage>;
export type ClientMessageType = ClientMessage['type'];
export const CLIENT_MESSAGE_TYPES = [
  'PING',
  'SUBSCRIBE',
  'UNSUBSCRIBE',
] as const satisfies ClientMessageType[];

export const SocketErrorCode = z.enum([
  'AUTH_REQUIRED',
  'BAD_REQUEST',
  'UNKNOWN_TYPE',
  'SESSION_NOT_FOUND',
  'RATE_LIMITED',
  'UNAVAILABLE',
]);
export type SocketErrorCode = z.infer<typeof SocketErrorCode>;

/** What the server says. `request` echoes the `id` of the message that is answered. */
export const ServerMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('CONNECTED'),
    message: z.string(),
    connectionId: z.string(),
    serverTime: Timestamp,
    heartbeatMs: z.int(),
  }),
  z.object({ type: z.literal('PONG'), serverTime: Timestamp, request: RequestId }),
  z.object({
    type: z.literal('SUBSCRIBED'),
    sessionId: SessionId,
    head: Seq,
    epoch: z.string(),
    resetRequired: z.literal(true).optional(),
    session: SubscribedSession,
    request: RequestId,
  }),
  z.object({ type: z.literal('EVENT'), ...SessionEvent.shape }),
  z.object({ type: z.literal('UNSUBSCRIBED'), sessionId: SessionId, reason: z.string(), request: RequestId }),
  z.object({
    type: z.literal('ERROR'),
    error: SocketErrorCode,
    message: z.string(),
    errors: z.array(FieldError).optional(),
    request: RequestId,
  }),
  z.object({ type: z.literal('GOODBYE'), reason: z.string(), retryAfterMs: z.int() }),
]);
export type ServerMessage = z.infer<typeof ServerMessage>;
