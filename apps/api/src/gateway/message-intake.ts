import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { RawData, WebSocket } from 'ws';
import { CLOSE_CODES, type ClientMessage, type ServerMessage } from '#contracts';
import { AppConfig } from '../config/app-config.js';
import { AppError } from '../kernel/app-error.js';
import { isDatabaseUnavailable } from '../kernel/database-unavailable.js';
import { MessageBudget } from './message-budget.js';
import { messagesRefused } from './metrics.js';
import { readMessage, reject, type Rejected } from './read-message.js';
import { RightsClaims } from './rights-claims.js';
import { closeFlood, closeWith, sendBounded } from './socket-output.js';
import { textFrame } from './text-frame.js';

/** More than this waiting for an answer, and the socket is not read until some are given. */
const MAX_WAITING = 32;

type Answer = ServerMessage | undefined;
type Handler = (message: ClientMessage) => Promise<unknown>;

/** Reads the messages of an events socket: bounded, one after the other, each answered or refused by name. */
@Injectable()
export class MessageIntake {
  /** Commands that were taken and are not answered yet, by socket the last of its queue. */
  private readonly inHand = new Map<WebSocket, Promise<void>>();

  constructor(
    private readonly config: AppConfig,
    private readonly claims: RightsClaims,
    private readonly log: PinoLogger,
  ) {
    log.setContext(MessageIntake.name);
  }

  attach(client: WebSocket, handle: Handler): void {
    const budget = new MessageBudget(this.config.limits.rateLimitFactor);
    let waiting = 0;
    let floods = false;
    let last: Promise<void> = Promise.resolve();

    client.on('message', (data: RawData, isBinary: boolean) => {
      if (client.readyState !== client.OPEN) return;
      if (isBinary) return closeWith(client, CLOSE_CODES.UNSUPPORTED_DATA, 'text only');
      const { message, claimed } = readMessage(String(data));
      this.claims.count(client, claimed);
      const verdict = budget.spend(message.type === 'ERROR' ? 'rubbish' : 'message');
      if (verdict === 'flood') {
        floods = true;
        messagesRefused.inc({ error: 'RATE_LIMITED' });
        return closeFlood(client, 'too many messages');
      }
      const answer = verdict === 'over' ? rateLimited(message) : message;
      if (answer.type === 'ERROR') messagesRefused.inc({ error: answer.error });
      waiting += 1;
      if (waiting === MAX_WAITING) client.pause();
      last = last.then(async () => {
        await this.answer(client, answer, handle);
        waiting -= 1;
        if (!floods && client.isPaused && waiting < MAX_WAITING / 2) client.resume();
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
    if (message.type === 'ERROR') return sendBounded(client, textFrame(message));
    const answer = await this.handled(message, handle);
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

function rateLimited(message: ClientMessage | Rejected): Rejected {
  return reject(
    'RATE_LIMITED',
    'Too many messages. Slow down.',
    message.type === 'ERROR' ? message.request : message.id,
  );
}
