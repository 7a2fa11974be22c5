import { WebSocket } from 'ws';
import { EVENTS_PATH, type SessionEvent, type SessionId } from '#contracts';
import { RealtimeClient, socketUrl } from '#realtime';
import type { ApiClient } from './api-client.js';
import type { ApiNode } from './api-node.js';

/** The product's own client, following one session from its beginning; it may be led to another node or a proxy. */
export class Follower {
  readonly seen: SessionEvent[] = [];
  private readonly client: RealtimeClient;

  constructor(
    public node: ApiNode,
    customer: ApiClient,
    readonly sessionId: string,
    /** Where sockets are opened instead, with the node's name. */
    public socketPort?: number,
  ) {
    this.client = new RealtimeClient({
      url: socketUrl(node.origin, EVENTS_PATH),
      token: () => this.node.carry(customer).connectionToken({ purpose: 'events', sessionId }),
      signIn: () => Promise.resolve(true),
      createSocket: (_url, protocols) => this.open(protocols) as never,
    });
    this.client.subscribe(sessionId as SessionId, { onEvent: (event) => this.seen.push(event) }, { seq: 0 });
    this.client.start();
  }

  get seqs(): number[] {
    return this.seen.map(({ seq }) => seq);
  }

  stop(): void {
    this.client.stop();
  }

  private open(protocols: string[]): WebSocket {
    const port = this.socketPort ?? this.node.port;
    const headers = { Origin: this.node.origin, Host: `localhost:${this.node.port}` };
    return new WebSocket(`ws://127.0.0.1:${port}${EVENTS_PATH}`, protocols, { headers });
  }
}

/** 1, 2, 3 … `length`: what a complete log looks like. */
export function upTo(length: number): number[] {
  return Array.from({ length }, (_, n) => n + 1);
}
