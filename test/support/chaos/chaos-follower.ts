import { ConnectionToken, EVENTS_PATH, type SessionId } from '#contracts';
import { RealtimeClient, refusedWithStatus, socketUrl } from '#realtime';
import type { ApiClient } from '../api-client.js';
import type { Product } from '../product.js';
import type { FollowerHistory } from './history.js';
import { WatchedSocket } from './watched-socket.js';

/** The product's own client on sockets that are watched and hurt. */
export class ChaosFollower {
  readonly history: FollowerHistory;
  private readonly client: RealtimeClient;
  private readonly sockets: WatchedSocket[] = [];

  constructor(
    private readonly product: Product,
    private readonly customer: ApiClient,
    sessionId: string,
    scope: FollowerHistory['scope'],
  ) {
    this.history = { scope, sessionId, seen: [], sockets: [] };
    this.client = new RealtimeClient({
      url: socketUrl(product.origin, EVENTS_PATH),
      token: () => this.token(),
      signIn: () => Promise.resolve(true),
      createSocket: (_url, protocols) => this.open(protocols) as never,
    });
    const onEvent = ({ seq, name, data }: { seq: number; name: string; data: unknown }) =>
      this.history.seen.push({ seq, name, data });
    this.client.subscribe(sessionId as SessionId, { onEvent }, { seq: 0 });
    this.client.start();
  }

  cut(): void {
    this.sockets.at(-1)?.cut();
  }

  sleep(): void {
    this.sockets.at(-1)?.sleep();
  }

  /** Also the socket that the client has given up while it slept: its end is read only now. */
  wake(): void {
    for (const socket of this.sockets) socket.wake();
  }

  /** A calm product must not wait for a client that is backing off from the storm. */
  hurry(): void {
    if (this.client.state.name === 'reconnecting') this.client.retryNow();
  }

  stop(): void {
    this.client.stop();
    for (const socket of this.sockets) socket.cut();
  }

  private async token(): Promise<string> {
    const { scope, sessionId } = this.history;
    const answer = await this.customer.request('POST', '/api/auth/connection-tokens', {
      purpose: 'events',
      ...(scope === 'session' && { sessionId }),
    });
    if (!answer.ok) throw refusedWithStatus(answer.status);
    return ConnectionToken.parse(await answer.json()).token;
  }

  private open(protocols: string[]): WatchedSocket['socket'] {
    const watched = new WatchedSocket(this.product, protocols);
    this.sockets.push(watched);
    this.history.sockets.push(watched.history);
    return watched.socket;
  }
}
