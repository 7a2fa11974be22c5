import type { WebSocket } from 'ws';
import type { ServerMessage } from '#contracts';
import { until } from './until.js';

/** Everything a socket brought, and how it ended. */
export class Recorder {
  readonly messages: ServerMessage[] = [];
  bytes = 0;
  closed: { code: number; reason: string } | undefined;
  /** The HTTP status of an upgrade that was refused. */
  refused: number | undefined;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      this.bytes += data.length;
      if (!isBinary) this.messages.push(JSON.parse(data.toString()) as ServerMessage);
    });
    socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
    socket.on('unexpected-response', (_request, response) => {
      this.refused = response.statusCode;
      response.resume();
      socket.terminate();
    });
    socket.on('error', () => {}); // a refused upgrade; `refused` tells
  }

  say(message: Record<string, unknown>): void {
    this.socket.send(JSON.stringify(message));
  }

  async until<Type extends ServerMessage['type']>(
    type: Type,
    matches: (message: Extract<ServerMessage, { type: Type }>) => boolean = () => true,
  ): Promise<Extract<ServerMessage, { type: Type }>> {
    const isIt = (message: ServerMessage): message is Extract<ServerMessage, { type: Type }> =>
      message.type === type && matches(message as Extract<ServerMessage, { type: Type }>);
    return until(`a ${type} message`, () => this.messages.find(isIt));
  }

  async end(): Promise<{ code: number; reason: string }> {
    return until('the socket closes', () => this.closed);
  }

  get eventNames(): string[] {
    return this.messages.flatMap((message) => (message.type === 'EVENT' ? [message.name] : []));
  }

  get seqs(): number[] {
    return this.messages.flatMap((message) => (message.type === 'EVENT' ? [message.seq] : []));
  }
}
