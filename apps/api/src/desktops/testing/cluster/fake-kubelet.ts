import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { V1Container, V1ContainerStatus, V1Pod, V1Secret } from '@kubernetes/client-node';
import { SealedContainer } from '../engine/sealed-container.js';

/** The image's init that collects the dead: here bubblewrap's own first process does. */
const TINI = ['/usr/bin/tini', '--'];

interface Surroundings {
  image: string;
  supervisorDir: string;
  /** Where volumes are made. */
  folder: string;
  secretOf(name: string): V1Secret | undefined;
  /** The pod's status has changed. */
  changed(): void;
}

/**
 * Runs one pod on this host: volumes are folders, containers are processes in namespaces of their own, the address is one
 * of loopback's. Limits, seccomp and the network between pods are a real cluster's.
 */
export class FakeKubelet {
  private running: Promise<void> = Promise.resolve();
  private isOver = false;
  private readonly containers: { name: string; running: SealedContainer }[] = [];

  constructor(
    private readonly pod: V1Pod,
    private readonly address: string,
    private readonly around: Surroundings,
  ) {}

  start(): void {
    this.running = this.run();
  }

  private async run(): Promise<void> {
    const { containers = [] } = this.pod.spec ?? {};
    const strange = containers.find(({ image }) => image !== this.around.image);
    if (strange !== undefined)
      return this.say(
        'Pending',
        containers.map((container) => waiting(container)),
      );
    this.makeVolumes();
    const { runAsUser: uid = 0, runAsGroup: gid = 0 } = this.pod.spec?.securityContext ?? {};
    for (const container of containers) {
      if (this.isOver) return;
      const running = await SealedContainer.run({
        ...{ uid, gid, supervisorDir: this.around.supervisorDir, tmpfs: [], network: 'host' },
        command: this.commandOf(container),
        mounts: this.mountsOf(container),
      });
      for (const output of [running.process.stdout, running.process.stderr]) output?.resume();
      this.containers.push({ name: container.name, running });
      void running.ended().then(() => this.report());
    }
    this.report();
  }

  kill(name?: string): void {
    for (const container of this.containers)
      if (name === undefined || container.name === name) container.running.kill();
  }

  /** Resolves when no process of it is left, of one that is only starting too. */
  async end(): Promise<void> {
    this.isOver = true;
    await this.running;
    this.kill();
    await Promise.all(this.containers.map(({ running }) => running.ended()));
  }

  private report(): void {
    const states = this.containers.map(({ name, running }) =>
      statusOf(name, running.isRunning ? { running: {} } : { terminated: { exitCode: 0 } }),
    );
    this.say(this.containers.some(({ running }) => running.isRunning) ? 'Running' : 'Succeeded', states);
  }

  private say(phase: string, containerStatuses: V1ContainerStatus[]): void {
    this.pod.status = { phase, podIP: this.address, containerStatuses };
    this.around.changed();
  }

  private makeVolumes(): void {
    for (const { name, secret } of this.pod.spec?.volumes ?? []) {
      const folder = path.join(this.around.folder, name);
      mkdirSync(folder, { recursive: true });
      chmodSync(folder, 0o777); // as a kubelet leaves an empty folder
      const data = this.around.secretOf(secret?.secretName ?? '')?.data ?? {};
      for (const [key, value] of Object.entries(data)) {
        writeFileSync(path.join(folder, key), Buffer.from(value, 'base64'), { mode: 0o444 });
      }
    }
  }

  private mountsOf({ volumeMounts = [] }: V1Container) {
    return volumeMounts.map(({ name, mountPath, subPath = '', readOnly }) => ({
      source: path.join(this.around.folder, name, subPath),
      target: mountPath,
      readOnly: readOnly === true,
    }));
  }

  private commandOf({ command = [], args = [] }: V1Container): string[] {
    const line = [...command, ...args].map((word) => word.replaceAll('$(POD_IP)', this.address));
    return TINI.every((word, index) => line[index] === word) ? line.slice(TINI.length) : line;
  }
}

const statusOf = (name: string, state: V1ContainerStatus['state']): V1ContainerStatus => ({
  ...{ name, image: '', imageID: '', ready: true, restartCount: 0 },
  ...(state && { state }),
});

const waiting = ({ name, image }: V1Container) =>
  statusOf(name, { waiting: { reason: 'ErrImagePull', message: `no such image: ${image}` } });
