import { connect, type Socket } from 'node:net';
import { until } from './until.js';

/** A handshake, header by header: `null` leaves one out, a list sends it as often. */
export interface HandshakeShape {
  method?: string;
  target?: string;
  headers?: Record<string, string | readonly string[] | null>;
}

/** A handshake that the node at `origin` takes, but for what `shape` changes. */
export function handshake(
  origin: string,
  { method = 'GET', target = '/ws', headers = {} }: HandshakeShape = {},
): string {
  const fields = {
    Host: new URL(origin).host,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    Origin: origin,
    ...headers,
  };
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().flatMap((each) => (each === null ? [] : [`${name}: ${each}`])),
  );
  return [`${method} ${target} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}

/** A connection that says only what the test writes, and keeps what it hears. */
export class RawPeer {
  readonly socket: Socket;
  private received = Buffer.alloc(0);

  constructor(port: number, first: string | Buffer = '', host = '127.0.0.1') {
    this.socket = connect(port, host);
    this.socket.on('data', (data) => (this.received = Buffer.concat([this.received, data])));
    this.socket.on('error', () => this.socket.destroy());
    if (first.length > 0) this.socket.write(first);
  }

  /** All of it, a byte a character. */
  get heard(): string {
    return this.received.toString('latin1');
  }

  get head(): string {
    return this.heard.slice(0, this.heard.indexOf('\r\n\r\n'));
  }

  /** What came behind the head. */
  get body(): Buffer {
    return this.received.subarray(this.received.indexOf('\r\n\r\n') + 4);
  }

  get status(): number {
    return Number(/^HTTP\/1\.1 (\d{3}) /.exec(this.heard)?.[1]);
  }

  async hears(text: string): Promise<void> {
    await until(`the peer hears ${JSON.stringify(text)}`, () => this.heard.includes(text));
  }

  /** The other side has ended the connection. */
  async ended(): Promise<this> {
    await until('the connection ends', () => this.socket.readableEnded || this.socket.destroyed);
    this.socket.destroy();
    return this;
  }
}
