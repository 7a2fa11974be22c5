import { SessionId } from '#contracts';
import type { ResumePoint } from '../log-position.js';
import { RealtimeClient, type Return, type SessionSubscription } from '../realtime-client.js';
import { FakeSockets, type FakeSocket } from './fake-socket.js';
import { settle, FakeTime } from './fake-time.js';
import { connected, eventMessage, sessionEvent, subscribed } from './server-words.js';

export const MINE = SessionId.parse('11111111-1111-4111-8111-111111111111');
export const OTHER = SessionId.parse('22222222-2222-4222-8222-222222222222');

/** A `RealtimeClient` whose server, network and clock are the test. */
export class ClientStage {
  readonly time = new FakeTime();
  readonly sockets = new FakeSockets();
  /** What the listener of a followed session was told, in words. */
  readonly told: string[] = [];
  readonly returns: Return[] = [];
  tokensAsked = 0;
  token: () => Promise<string> = () => Promise.resolve('t');
  readonly client = new RealtimeClient({
    url: 'wss://app.example/ws',
    token: () => {
      this.tokensAsked += 1;
      return this.token();
    },
    createSocket: this.sockets.create,
    time: this.time,
    random: () => 0.5,
  });

  constructor() {
    this.client.onReturn((back) => this.returns.push(back));
  }

  /** The socket of the present try. */
  get socket(): FakeSocket {
    return this.sockets.last;
  }

  follow(sessionId = MINE, from?: ResumePoint): SessionSubscription {
    const { told } = this;
    return this.client.subscribe(
      sessionId,
      {
        onEvent: (event) => told.push(`event ${event.seq}`),
        onSubscribed: (answer) => told.push(`subscribed, head ${answer.head}`),
        onReset: () => told.push('reset'),
        onEnd: (reason) => told.push(`end: ${reason}`),
      },
      from,
    );
  }

  async connect(): Promise<void> {
    this.client.start();
    await this.welcome();
  }

  async welcome(): Promise<void> {
    await settle();
    this.socket.deliver(connected);
  }

  /** Longer than the first back-off. */
  async comeBack(): Promise<void> {
    await this.time.advance(500);
    await this.welcome();
  }

  /** The server answers the last SUBSCRIBE of a session. */
  answer(head: number, more: { epoch?: string; resetRequired?: true } = {}, sessionId = MINE): void {
    const asked = this.socket.sent.findLast((one) => one.type === 'SUBSCRIBE' && one.sessionId === sessionId);
    this.socket.deliver(subscribed(sessionId, { head, epoch: 'e1', request: asked?.id, ...more }));
  }

  event(seq: number, sessionId = MINE): void {
    this.socket.deliver(eventMessage(sessionEvent(sessionId, seq)));
  }

  refuse(error: 'RATE_LIMITED' | 'UNAVAILABLE' | 'SESSION_NOT_FOUND'): void {
    const request = this.socket.lastSent('SUBSCRIBE').id;
    this.socket.deliver({ type: 'ERROR', error, message: 'not so', request });
  }
}
