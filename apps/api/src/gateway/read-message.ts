import { CLIENT_MESSAGE_TYPES, ClientMessage, type ServerMessage } from '#contracts';
import { fieldErrors } from '../kernel/validation.js';
import { rightsClaimedIn } from './rights-claims.js';

export type Rejected = Extract<ServerMessage, { type: 'ERROR' }>;

export interface ReadMessage {
  /** A message of the contract, or the ERROR that names what is wrong with it. */
  message: ClientMessage | Rejected;
  /** Rights it claims to bring along. None of them is in `message`. */
  claimed: readonly string[];
}

export function readMessage(text: string): ReadMessage {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return unreadable('The message is not JSON.');
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return unreadable('The message is not an object.');
  return { message: understand(raw), claimed: rightsClaimedIn(raw) };
}

export function reject(error: Rejected['error'], message: string, request?: string): Rejected {
  return { type: 'ERROR', error, message, ...(request !== undefined && { request }) };
}

function understand(raw: { type?: unknown; id?: unknown }): ClientMessage | Rejected {
  const { type, id } = raw;
  const request = typeof id === 'string' && id.length > 0 && id.length <= 64 ? id : undefined;
  if (typeof type !== 'string') return reject('BAD_REQUEST', 'The message has no type.', request);
  if (!(CLIENT_MESSAGE_TYPES as readonly string[]).includes(type))
    return reject('UNKNOWN_TYPE', 'This type is not known.', request);
  const result = ClientMessage.safeParse(raw);
  if (result.success) return result.data;
  return {
    ...reject('BAD_REQUEST', 'The message is not as it must be.', request),
    errors: fieldErrors(result.error.issues),
  };
}

function unreadable(why: string): ReadMessage {
  return { message: reject('BAD_REQUEST', why), claimed: [] };
}
