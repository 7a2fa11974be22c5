import {
  connect,
  createServer,
  type AddressInfo,
  type NetConnectOpts,
  type Server,
  type Socket,
} from 'node:net';

interface Pair {
  outside: Socket;
  inside: Socket;
}

/** A cable between two programs that the test can pull out or, worse, leave in while nothing passes. */
export class TcpProxy {
  /** Connections whose first bytes this answers with true are never forwarded. */
  refuses: (firstBytes: Buffer) => boolean = () => false;
  private readonly pairs = new Set<Pair>();
  private state: 'forwarding' | 'stalled' | 'cut' = 'forwarding';

  private constructor(
    private readonly server: Server,
    private readonly target: NetConnectOpts,
  ) {
    server.on('connection', (outside) => this.join(outside));
  }

  static async start(target: NetConnectOpts): Promise<TcpProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TcpProxy(server, target);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.pairs.size;
  }

  /** Every connection is reset, new ones too. */
  cut(): void {
    this.state = 'cut';
    this.reset();
  }

  /** Half-open: nothing passes any more, nobody is told, and new connections are not answered either. */
  stall(): void {
    this.state = 'stalled';
    for (const { outside, inside } of this.pairs) {
      outside.pause();
      inside.pause();
    }
  }

  /** Forwards again. What was stalled is reset, as by a firewall that has forgotten it. */
  restore(): void {
    this.state = 'forwarding';
    this.reset();
  }

  /** Resets the connections whose first bytes `refuses` now names; for a change of mind. */
  reset(): void {
    for (const { outside, inside } of this.pairs) {
      outside.resetAndDestroy();
      inside.destroy();
    }
    this.pairs.clear();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(outside: Socket): void {
    outside.on('error', () => outside.destroy());
    if (this.state === 'cut') return void outside.resetAndDestroy();
    outside.once('data', (first: Buffer) => {
      if (this.state === 'cut' || this.refuses(first)) return outside.resetAndDestroy();
      const inside = connect(this.target);
      const pair = { outside, inside };
      this.pairs.add(pair);
      inside.on('error', () => inside.destroy());
      inside.write(first);
      outside.pipe(inside);
      inside.pipe(outside);
      if (this.state === 'stalled') this.stall();
      for (const end of [outside, inside]) {
        end.on('close', () => {
          if (this.state !== 'forwarding') return;
          this.pairs.delete(pair);
          outside.destroy();
          inside.destroy();
        });
      }
    });
  }
}
