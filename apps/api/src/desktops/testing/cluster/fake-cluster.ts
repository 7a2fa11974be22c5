import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import type { V1Pod, V1Secret } from '@kubernetes/client-node';
import { FakeKubelet } from './fake-kubelet.js';

type Kind = 'pods' | 'secrets';
type Thing = V1Pod & V1Secret;
interface Change {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: Thing;
}

const PATH = /^\/api\/v1\/namespaces\/([^/]+)\/(pods|secrets)(?:\/([^/]+))?$/;

/**
 * A Kubernetes API server and its one node, as far as the driver speaks to them: pods and Secrets of a namespace, label
 * and field selectors, watches. Pods run (fake-kubelet.ts).
 */
export class FakeCluster {
  private readonly things: Record<Kind, Map<string, Thing>> = { pods: new Map(), secrets: new Map() };
  private readonly kubelets = new Map<string, FakeKubelet>();
  private readonly changes: Change[] = [];
  private readonly watchers = new Set<{ name: string; response: http.ServerResponse }>();
  private readonly server = http.createServer((request, response) => void this.serve(request, response));
  private version = 0;
  private pods = 0;

  constructor(
    private readonly image: string,
    private readonly supervisorDir: string,
    private readonly folder: string,
  ) {}

  listen(): Promise<string> {
    return new Promise((resolve) => {
      this.server.listen(0, '127.0.0.1', () => {
        resolve(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}`);
      });
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.things.pods.keys()].map((name) => this.deletePod(name)));
    for (const { response } of this.watchers) response.end();
    this.server.closeAllConnections();
    this.server.close();
  }

  has(name: string): boolean {
    return this.things.pods.has(name) || this.things.secrets.has(name);
  }

  /** A container dies, as of a fault. */
  kill(pod: string, container: string): void {
    this.kubelets.get(pod)?.kill(container);
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://cluster');
    const [, namespace = '', kind, name] = PATH.exec(url.pathname) ?? [];
    const answer = (code: number, body: object) => {
      response.writeHead(code, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    };
    const things = this.things[kind as Kind];
    if (things === undefined) return answer(404, status(404, 'NotFound'));
    if (request.method === 'POST') {
      const thing = (await json(request)) as Thing;
      if (things.has(thing.metadata?.name ?? '')) return answer(409, status(409, 'AlreadyExists'));
      return answer(201, this.create(kind as Kind, namespace, thing));
    }
    if (url.searchParams.get('watch') === 'true') return this.watch(url, response);
    if (name === undefined) return answer(200, { items: this.list(kind as Kind, url) });
    const thing = things.get(name);
    if (thing === undefined) return answer(404, status(404, 'NotFound'));
    if (request.method === 'DELETE') {
      if (kind === 'pods') void this.deletePod(name);
      else things.delete(name);
    }
    answer(200, thing);
  }

  private create(kind: Kind, namespace: string, thing: Thing): Thing {
    const name = thing.metadata?.name ?? '';
    thing.metadata = { ...thing.metadata, name, namespace };
    const written = Object.entries(thing.stringData ?? {}).map(([key, text]) => [
      key,
      Buffer.from(text).toString('base64'),
    ]);
    if (kind === 'secrets') thing.data = Object.fromEntries(written) as Record<string, string>;
    delete thing.stringData;
    this.things[kind].set(name, thing);
    if (kind === 'pods') this.runPod(name, thing);
    return thing;
  }

  private runPod(name: string, pod: Thing): void {
    pod.status = { phase: 'Pending' };
    this.change('ADDED', pod);
    this.pods += 1;
    const folder = path.join(this.folder, name);
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    const kubelet = new FakeKubelet(pod, `127.77.${this.pods >> 8}.${this.pods & 255}`, {
      ...{ image: this.image, supervisorDir: this.supervisorDir, folder },
      secretOf: (secret) => this.things.secrets.get(secret),
      changed: () => this.change('MODIFIED', pod),
    });
    this.kubelets.set(name, kubelet);
    kubelet.start();
  }

  /** Gone from the server once its containers have ended. */
  private async deletePod(name: string): Promise<void> {
    const pod = this.things.pods.get(name);
    const kubelet = this.kubelets.get(name);
    if (pod?.metadata === undefined || pod.metadata.deletionTimestamp !== undefined) return;
    pod.metadata.deletionTimestamp = new Date();
    this.change('MODIFIED', pod);
    await kubelet?.end();
    this.things.pods.delete(name);
    this.kubelets.delete(name);
    rmSync(path.join(this.folder, name), { recursive: true, force: true });
    this.change('DELETED', pod);
  }

  private list(kind: Kind, url: URL): Thing[] {
    const [label = '', value] = (url.searchParams.get('labelSelector') ?? '').split('=');
    return [...this.things[kind].values()].filter(({ metadata }) => metadata?.labels?.[label] === value);
  }

  private change(type: Change['type'], object: Thing): void {
    this.version += 1;
    object.metadata = { ...object.metadata, resourceVersion: String(this.version) };
    const change = structuredClone({ type, object });
    this.changes.push(change);
    for (const watcher of this.watchers) this.tell(watcher, change);
  }

  private watch(url: URL, response: http.ServerResponse): void {
    const name = (url.searchParams.get('fieldSelector') ?? '').replace('metadata.name=', '');
    const since = Number(url.searchParams.get('resourceVersion') ?? 0);
    const watcher = { name, response };
    response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders();
    for (const change of this.changes) {
      if (Number(change.object.metadata?.resourceVersion) > since) this.tell(watcher, change);
    }
    this.watchers.add(watcher);
    response.once('close', () => this.watchers.delete(watcher));
  }

  private tell({ name, response }: { name: string; response: http.ServerResponse }, change: Change): void {
    if (change.object.metadata?.name === name) response.write(`${JSON.stringify(change)}\n`);
  }
}

const status = (code: number, reason: string) => ({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  reason,
  code,
});
