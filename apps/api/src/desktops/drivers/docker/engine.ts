import { PassThrough, type Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { ContainerCreateOptions } from 'dockerode';
import { OutputTail } from '../process/supervisor/output-tail.js';
import { LABELS } from './desktop-container.js';

const REMOVE_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 20;

const NOT_FOUND = 404;
/** It is being removed already, by the engine or by somebody else. */
const IN_PROGRESS = 409;

export interface StartedContainer {
  /** Rejects when it ends, with its last words. Never resolves. */
  ended: Promise<never>;
  /** From here on nobody listens to its words. */
  leave(): void;
}

/** What the driver asks of a Docker engine. */
export class Engine {
  constructor(private readonly docker: Docker) {}

  /** @throws Error when the engine refuses, in its words */
  async start(options: ContainerCreateOptions): Promise<StartedContainer> {
    const container = await this.docker.createContainer(options);
    const words = (await container.attach({
      stream: true,
      stdout: true,
      stderr: true,
    })) as unknown as Readable;
    const output = new PassThrough();
    const tail = new OutputTail(output);
    this.docker.modem.demuxStream(words, output, output);
    const ended = new Promise<never>((_, reject) => {
      words.once('close', () => reject(new Error(`the container ended: ${String(tail).trim()}`)));
    });
    ended.catch(() => {}); // heard by whoever still waits for it
    await container.start();
    return { ended, leave: () => words.destroy() };
  }

  /**
   * Ends it at once; resolves when it is removed. Nothing happens when it is not there.
   * @throws Error when the engine does not manage
   */
  async remove(name: string): Promise<void> {
    const giveUpAtMs = performance.now() + REMOVE_WITHIN_MS;
    for (;;) {
      const refusal = await this.tryToRemove(name);
      if (refusal === null) return;
      if (statusOf(refusal) !== IN_PROGRESS || performance.now() > giveUpAtMs) throw refusal;
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  /** The desktops of an instance that have a container, running or not. */
  async desktopsOf(instance: string): Promise<string[]> {
    const filters = { label: [`${LABELS.instance}=${instance}`] };
    const found = await this.docker.listContainers({ all: true, filters });
    return found.map(({ Labels }) => Labels[LABELS.desktop]).filter((id) => id !== undefined);
  }

  private async tryToRemove(name: string): Promise<unknown> {
    try {
      await this.docker.getContainer(name).remove({ force: true, v: true });
      return null;
    } catch (error) {
      return statusOf(error) === NOT_FOUND ? null : error;
    }
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number }).statusCode;
}
