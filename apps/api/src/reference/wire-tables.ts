import {
  ClientMessage,
  CLOSE_CODES,
  ServerMessage,
  SESSION_EVENTS,
  SocketErrorCode,
  type CloseCode,
  type SessionEventName,
} from '#contracts';
import { afterClose, type AfterClose } from '#realtime';
import { fieldsOf } from './field-types.js';
import { markdownTable } from './markdown-table.js';

const CLIENT_MESSAGES: Record<ClientMessage['type'], string> = {
  PING: 'asks for a PONG; a background tab cannot see protocol pings',
  SUBSCRIBE: 'follow a session: what came after `after`, then live; without `after` live only',
  UNSUBSCRIBE: 'follow it no longer',
};

const SERVER_MESSAGES: Record<ServerMessage['type'], string> = {
  CONNECTED: 'the first message of an admitted socket',
  PONG: 'answers PING',
  SUBSCRIBED:
    'answers SUBSCRIBE, before its first event; `resetRequired`: forget what you have, events start at 1',
  EVENT: 'one row of the log; `seq` is gap-free from 1',
  UNSUBSCRIBED: 'answers UNSUBSCRIBE (`asked`), or the session is over (`ended`) and the socket stays',
  ERROR: 'a message was not accepted; the socket stays, except after AUTH_REQUIRED',
  GOODBYE: 'a planned restart: come back after `retryAfterMs`; the close 1012 follows',
};

const SOCKET_ERRORS: Record<SocketErrorCode, string> = {
  AUTH_REQUIRED: 'no token, or one that is bad, used or late; the close 4401 follows',
  BAD_REQUEST: 'not JSON, or a field is not as it must be; `errors` names it',
  UNKNOWN_TYPE: 'a `type` that this server does not know',
  SESSION_NOT_FOUND: 'no such session, or not one this socket may follow',
  RATE_LIMITED: 'over the budget; who goes on is closed with 4429',
  UNAVAILABLE: 'the database does not answer; try again',
};

const CLOSES: Record<CloseCode, string> = {
  1000: 'nothing was wrong',
  1001: 'the peer goes away: a page that is left',
  1003: 'binary on the events socket, text on the desktop socket',
  1009: 'a message larger than the socket takes',
  1012: 'the server restarts; come back',
  1013: 'the server cannot confirm its state; come back later',
  4400: 'malformed: not RFB 3.8, or no handshake in time',
  4401: 'sign in again: no valid token, signed out, or account disabled',
  4403: 'not allowed: a viewer who may only look kept sending input, or a link to watch is over',
  4404: 'no such session, or not this one',
  4408: 'no answer to protocol pings',
  4409: 'the desktop was replaced; get a new token',
  4410: 'the session has ended, the close reason says how; do not come back',
  4413: 'the reader is too slow; come back with your sequence number',
  4429: 'too many messages',
  4502: 'the desktop was lost; a new one is on its way',
  4503: 'the desktop is not ready yet',
};

const CLIENT_DOES: Record<AfterClose, string> = {
  retry: 'comes back with a fresh token, backing off',
  'sign-in': 'renews the sign-in, then comes back',
  stop: 'stays away',
};

const EVENTS: Record<SessionEventName, string> = {
  'session.created': 'paid; a desktop is on its way',
  'session.activated': 'the desktop answered; the clock runs',
  'session.expiring': '60, 10 and 1 minutes before the end',
  'session.extended': 'another dollar was paid: the deadline has moved',
  'session.shortened': 'an extension was refunded: the deadline has moved back',
  'session.credited': 'an outage of ours from `from` to `to` was given back: the deadline has moved',
  'session.ended': 'the last event of every log',
  'desktop.ready': 'the first desktop answers',
  'desktop.lost': 'it ended by itself; another is on its way',
  'desktop.restarted':
    'the other one answers; `generation` is one more. With `program: browser` the same one runs on, its browser crashed and was started again, `times` within a minute',
  'viewer.joined': 'somebody sees the desktop from now on',
  'viewer.left': 'and no longer',
  'control.changed': 'somebody else controls the desktop from now on, or nobody; `how` it came about',
  'control.requested': 'somebody asks who is in control to give it',
  'share.created': 'the customer made a link to watch',
  'share.revoked': 'and took it back; who watched by it is closed',
  'recording.started': 'the picture is recorded from now on',
  'recording.stopped': 'and no longer; not told of one that ends with its session',
  'egress.denied': 'the gate refused addresses, summed up',
};

const code = (text: string) => `\`${text}\``;
const fieldCell = (schema: Parameters<typeof fieldsOf>[0]) => fieldsOf(schema, ['type']).map(code).join(', ');

/** The generated sections of `docs/wire-protocol.md`. A code, message or event without its words does not compile. */
export function wireSections(): Record<string, string> {
  return {
    'client-messages': markdownTable(
      ['type', 'fields', 'meaning'],
      ClientMessage.options.map((option) => {
        const type = option.shape.type.value;
        return [code(type), fieldCell(option), CLIENT_MESSAGES[type]];
      }),
    ),
    'server-messages': markdownTable(
      ['type', 'fields', 'meaning'],
      ServerMessage.options.map((option) => {
        const type = option.shape.type.value;
        return [code(type), fieldCell(option), SERVER_MESSAGES[type]];
      }),
    ),
    'socket-errors': markdownTable(
      ['error', 'when'],
      SocketErrorCode.options.map((error) => [code(error), SOCKET_ERRORS[error]]),
    ),
    'session-events': markdownTable(
      ['name', 'data', 'meaning'],
      (Object.keys(SESSION_EVENTS) as SessionEventName[]).map((name) => [
        code(name),
        fieldCell(SESSION_EVENTS[name]),
        EVENTS[name],
      ]),
    ),
    'close-codes': markdownTable(
      ['code', 'name', 'meaning', 'our client'],
      Object.entries(CLOSE_CODES).map(([name, number]) => [
        String(number),
        code(name),
        CLOSES[number],
        CLIENT_DOES[afterClose(number)],
      ]),
    ),
  };
}
