import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import http from 'node:http';
import { json } from 'node:stream/consumers';
import type { ContainerCreateOptions } from 'dockerode';
import { INSIDE } from '../../drivers/process/supervisor/init/inside-paths.js';
import { SealedContainer } from './sealed-container.js';

interface Entry {
  id: string;
  name: string;
  options: ContainerCreateOptions;
  container: SealedContainer | null;
  /** Who listens to its output. */
  listeners: http.ServerResponse[];
}

interface Answer {
  status: number;
  body?: unknown;
}

/**
 * A Docker engine as far as the driver speaks to one (API 1.41), on a Unix socket. Its containers run: what the engine's
 * answers say is what is there. What it ignores, limits and seccomp among it, only a real engine can show.
 */
export class FakeEngine {
  private readonly entries = new Map<string, Entry>();
  private readonly server = http.createServer((request, response) => void this.serve(request, response));

  constructor(
    private readonly image: string,
    private readonly supervisorDir: string,
  ) {}

  listen(path: string): Promise<void> {
    return new Promise((resolve) => {
      this.server.listen(path, resolve);
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.entries.values()].map((entry) => this.remove(entry)));
    this.server.close();
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://engine');
    const body = Number(request.headers['content-length'] ?? 0) > 0 ? await json(request) : undefined;
    if (url.pathname.endsWith('/attach')) return this.attach(url, response);
    const { status, body: answer } = await this.answer(`${request.method} ${url.pathname}`, url, body);
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(answer === undefined ? undefined : JSON.stringify(answer));
  }

  private async answer(what: string, url: URL, body: unknown): Promise<Answer> {
    if (what === 'POST /containers/create') return this.create(url, body as ContainerCreateOptions);
    if (what === 'GET /containers/json') return { status: 200, body: this.list(url) };
    const [, method, name = '', verb] = /^(\w+) \/containers\/([^/]+)(?:\/(\w+))?$/.exec(what) ?? [];
    const entry = this.find(name);
    if (entry === undefined) return missing(`No such container: ${name}`);
    if (method === 'POST' && verb === 'start') return this.start(entry);
    if (method === 'POST' && verb === 'kill') {
      entry.container?.kill();
      return { status: 204 };
    }
    if (method === 'DELETE') {
      await this.remove(entry);
      return { status: 204 };
    }
    return missing('page not found');
  }

  private create(url: URL, options: ContainerCreateOptions): Answer {
    const name = url.searchParams.get('name') ?? '';
    if (options.Image !== this.image) return missing(`No such image: ${options.Image}:latest`);
    if (this.find(name) !== undefined) {
      return { status: 409, body: { message: `Conflict. The container name "/${name}" is already in use` } };
    }
    const id = randomBytes(32).toString('hex');
    this.entries.set(id, { id, name, options, container: null, listeners: [] });
    return { status: 201, body: { Id: id, Warnings: [] } };
  }

  private async start(entry: Entry): Promise<Answer> {
    const { HostConfig: host = {}, User = '', Cmd = [] } = entry.options;
    const mounts = (host.Mounts ?? []).map(({ Source, Target, ReadOnly }) => ({
      ...{ source: Source, target: Target, readOnly: ReadOnly === true },
    }));
    const absent = mounts.find(({ source }) => !existsSync(source));
    if (absent !== undefined) {
      const message = `invalid mount config for type "bind": bind source path does not exist: ${absent.source}`;
      return { status: 400, body: { message } };
    }
    const [uid, gid] = User.split(':').map(Number);
    const container = await SealedContainer.run({
      ...{ supervisorDir: this.supervisorDir, mounts, uid: Number(uid), gid: Number(gid) },
      command: [INSIDE.node, `${INSIDE.init}/main.js`, ...Cmd],
      network: host.NetworkMode === 'none' ? 'none' : 'host',
      tmpfs: Object.entries((host.Tmpfs ?? {}) as Record<string, string>).map(([target, options]) => ({
        ...{ target, bytes: Number(/size=(\d+)/.exec(options)?.[1]) },
      })),
    });
    entry.container = container;
    for (const [index, stream] of [container.process.stdout, container.process.stderr].entries()) {
      stream?.on('data', (chunk: Buffer) => {
        for (const listener of entry.listeners) listener.write(framed(index + 1, chunk));
      });
    }
    void container.ended().then(() => this.remove(entry));
    return { status: 204 };
  }

  private attach(url: URL, response: http.ServerResponse): void {
    const entry = this.find(url.pathname.split('/')[2] ?? '');
    response.writeHead(entry === undefined ? 404 : 200, {
      'Content-Type': 'application/vnd.docker.raw-stream',
    });
    response.flushHeaders();
    entry?.listeners.push(response);
    if (entry === undefined) response.end();
  }

  private list(url: URL): unknown[] {
    const filters = JSON.parse(url.searchParams.get('filters') ?? '{}') as { label?: string[] };
    const wanted = filters.label ?? [];
    return [...this.entries.values()]
      .map(({ id, name, options }) => ({ Id: id, Names: [`/${name}`], Labels: options.Labels ?? {} }))
      .filter(({ Labels }) => wanted.every((label) => `${label}` in asPairs(Labels)));
  }

  /** Once its processes are gone, as an engine does. */
  private async remove(entry: Entry): Promise<void> {
    entry.container?.kill();
    await entry.container?.ended();
    this.entries.delete(entry.id);
    for (const listener of entry.listeners) listener.end();
  }

  private find(name: string): Entry | undefined {
    return this.entries.get(name) ?? [...this.entries.values()].find((entry) => entry.name === name);
  }
}

const missing = (message: string): Answer => ({ status: 404, body: { message } });

const asPairs = (labels: Record<string, string>): Record<string, true> =>
  Object.fromEntries(Object.entries(labels).map(([key, value]) => [`${key}=${value}`, true]));

/** Docker's multiplexed stream: which output, three zero bytes, the length (engine API, "attach"). */
function framed(stream: number, chunk: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(chunk.length, 4);
  return Buffer.concat([header, chunk]);
}
