import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { RawData, WebSocket } from 'ws';
import { CLIENT_MESSAGE_TYPES, ClientMessage, CLOSE_CODES, type ServerMessage } from '#contracts';
import { AppConfig } from '../config/app-config.js';
import { AppError } from '../kernel/app-error.js';
import { isDatabaseUnavailable } from '../kernel/database-unavailable.js';
import { fieldErrors } from '../kernel/validation.js';
import { MessageBudget } from './message-budget.js';
import { messagesRefused } from './metrics.js';
import { closeWith, sendBounded } from './socket-output.js';
import { textFrame } from './text-frame.js';

/** More than this waiting for an answer, and the socket is not read until some are given. */
const MAX_WAITING = 32;

type Answer = ServerMessage | undefined;
type Handler = (message: ClientMessage) => Promise<unknown>;
type Rejected = Extract<ServerMessage, { type: 'ERROR' }>;

/** Reads the messages of an events socket: bounded, one after the other, each answered or refused by name. */
@Injectable()
export class MessageIntake {
  /** Commands that were taken and are not answered yet, by socket the last of its queue. */
  private readonly inHand = new Map<WebSocket, Promise<void>>();

  constructor(
    private readonly config: AppConfig,
    private readonly log: PinoLogger,
  ) {
    log.setContext(MessageIntake.name);
  }

  attach(client: WebSocket, handle: Handler): void {
    const budget = new MessageBudget(this.config.limits.rateLimitFactor);
    const flood = () => closeWith(client, CLOSE_CODES.TOO_MANY, 'too many messages');
    let waiting = 0;
    let last: Promise<void> = Promise.resolve();

    client.on('message', (data: RawData, isBinary: boolean) => {
      if (client.readyState !== client.OPEN) return;
      if (isBinary) return closeWith(client, CLOSE_CODES.UNSUPPORTED_DATA, 'text only');
      const message = readMessage(String(data));
      const verdict = budget.spend(message.type === 'ERROR' ? 'rubbish' : 'message');
      if (verdict === 'flood') return flood();
      const answer = verdict === 'over' ? rateLimited(message) : message;
      waiting += 1;
      if (waiting === MAX_WAITING) client.pause();
      last = last.then(async () => {
        await this.answer(client, answer, handle);
        waiting -= 1;
        if (client.isPaused && waiting < MAX_WAITING / 2) client.resume();
        if (waiting === 0) this.inHand.delete(client);
      });
      this.inHand.set(client, last);
    });
  }

  /** Resolves when all that had been taken by now is answered. */
  async settled(): Promise<void> {
    await Promise.all(this.inHand.values());
  }

  private async answer(client: WebSocket, message: ClientMessage | Rejected, handle: Handler): Promise<void> {
    if (client.readyState !== client.OPEN) return;
    const answer = message.type === 'ERROR' ? message : await this.handled(message, handle);
    if (answer?.type === 'ERROR') messagesRefused.inc({ error: answer.error });
    if (answer) sendBounded(client, textFrame(answer));
  }

  private async handled(message: ClientMessage, handle: Handler): Promise<Answer> {
    try {
      return (await handle(message)) as Answer;
    } catch (err) {
      const expected = err instanceof AppError && err.code === 'NOT_FOUND';
      if (!expected && !isDatabaseUnavailable(err))
        this.log.error({ err, type: message.type }, 'message handler failed');
      return expected
        ? reject('SESSION_NOT_FOUND', 'There is no such session.', message.id)
        : reject('UNAVAILABLE', 'Try again.', message.id);
    }
  }
}

/** A message of the contract, or the ERROR that names what is wrong with it. */
export function readMessage(text: string): ClientMessage | Rejected {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return reject('BAD_REQUEST', 'The message is not JSON.');
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    return reject('BAD_REQUEST', 'The message is not an object.');
  const { type, id } = raw as { type?: unknown; id?: unknown };
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

function rateLimited(message: ClientMessage | Rejected): Rejected {
  return reject(
    'RATE_LIMITED',
    'Too many messages. Slow down.',
    message.type === 'ERROR' ? message.request : message.id,
  );
}

function reject(error: Rejected['error'], message: string, request?: string): Rejected {
  return { type: 'ERROR', error, message, ...(request !== undefined && { request }) };
}
