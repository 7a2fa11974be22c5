import net, { type AddressInfo, type Socket } from 'node:net';

type Reply = string | number | null | Reply[];
interface Entry {
  value: string;
  endsAtMs: number;
}

/**
 * The few commands of Redis that counting needs, over its own protocol (RESP 2) on a port the system chose: enough for
 * the real client to connect, count, lose the connection and come back.
 */
export class FakeRedis {
  nowMs = 0;
  private readonly entries = new Map<string, Entry>();
  private readonly sockets = new Set<Socket>();
  private readonly server = net.createServer((socket) => this.serve(socket));
  private port = 0;

  static async start(): Promise<FakeRedis> {
    const redis = new FakeRedis();
    await redis.listen();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Listens, again on the same port after `stop`. */
  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Away, as after a crash: every connection is cut and none is taken. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket)).on('error', () => socket.destroy());
    let pending = '';
    let queue: string[][] | undefined;
    socket.on('data', (bytes) => {
      pending += bytes.toString('latin1');
      for (let parsed = takeCommand(pending); parsed; parsed = takeCommand(pending)) {
        pending = parsed.rest;
        const { command } = parsed;
        const name = command[0]?.toUpperCase();
        if (name === 'MULTI') queue = [];
        else if (name === 'EXEC') {
          socket.write(encode((queue ?? []).map((queued) => this.run(queued))));
          queue = undefined;
          continue;
        } else if (queue) {
          queue.push(command);
          socket.write('+QUEUED\r\n');
          continue;
        }
        socket.write(encode(this.run(command)));
      }
    });
  }

  private run([name = '', key = '', value = '', ...options]: string[]): Reply {
    const entry = this.live(key);
    switch (name.toUpperCase()) {
      case 'SET':
        if (entry && options.includes('NX')) return null;
        this.entries.set(key, { value, endsAtMs: this.nowMs + Number(options[options.indexOf('PX') + 1]) });
        return 'OK';
      case 'INCR': {
        const next = { value: String(Number(entry?.value ?? 0) + 1), endsAtMs: entry?.endsAtMs ?? Infinity };
        this.entries.set(key, next);
        return Number(next.value);
      }
      case 'PTTL':
        return entry ? entry.endsAtMs - this.nowMs : -2;
      case 'DEL':
        return this.entries.delete(key) ? 1 : 0;
      case 'INFO':
        return 'redis_version:7.4.0\r\nloading:0';
      default:
        return 'OK'; // what clients say about themselves
    }
  }

  private live(key: string): Entry | undefined {
    const entry = this.entries.get(key);
    return entry && entry.endsAtMs > this.nowMs ? entry : undefined;
  }
}

/** `*2\r\n$4\r\nPTTL\r\n$1\r\na\r\n` → ['PTTL', 'a'] and what follows; undefined while bytes are missing. */
function takeCommand(text: string): { command: string[]; rest: string } | undefined {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (!head) return undefined;
  let rest = text.slice(head[0].length);
  const command: string[] = [];
  for (let n = 0; n < Number(head[1]); n += 1) {
    const size = /^\$(\d+)\r\n/.exec(rest);
    const start = size?.[0].length ?? 0;
    const end = start + Number(size?.[1]);
    if (!size || rest.length < end + 2) return undefined;
    command.push(rest.slice(start, end));
    rest = rest.slice(end + 2);
  }
  return { command, rest };
}

function encode(reply: Reply): string {
  if (reply === null) return '$-1\r\n';
  if (Array.isArray(reply)) return `*${reply.length}\r\n${reply.map(encode).join('')}`;
  return typeof reply === 'number' ? `:${reply}\r\n` : `$${reply.length}\r\n${reply}\r\n`;
}
