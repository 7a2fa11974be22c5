import { setTimeout } from 'node:timers/promises';
import {
  ApiException,
  CoreV1Api,
  Watch,
  type KubeConfig,
  type V1Pod,
  type V1Secret,
} from '@kubernetes/client-node';
import { LABELS } from './desktop-pod.js';

const NOT_FOUND = 404;
const GRACE_SECONDS = 1;
const WATCH_SECONDS = 60;
const BEFORE_NEXT_LOOK_MS = 200;

/** What the driver asks of a Kubernetes API server: pods and Secrets of one namespace. */
export class Cluster {
  private readonly core: CoreV1Api;
  private readonly watcher: Watch;

  constructor(
    config: KubeConfig,
    readonly namespace: string,
  ) {
    this.core = config.makeApiClient(CoreV1Api);
    this.watcher = new Watch(config);
  }

  async createSecret(body: V1Secret): Promise<void> {
    await this.core.createNamespacedSecret({ namespace: this.namespace, body });
  }

  async createPod(body: V1Pod): Promise<void> {
    await this.core.createNamespacedPod({ namespace: this.namespace, body });
  }

  readPod(name: string): Promise<V1Pod | null> {
    return orMissing(this.core.readNamespacedPod({ namespace: this.namespace, name }));
  }

  readSecret(name: string): Promise<V1Secret | null> {
    return orMissing(this.core.readNamespacedSecret({ namespace: this.namespace, name }));
  }

  /** Asks for the end of both; `untilPod` says when the pod is gone. */
  async delete(name: string): Promise<void> {
    const what = { namespace: this.namespace, name };
    await orMissing(this.core.deleteNamespacedPod({ ...what, gracePeriodSeconds: GRACE_SECONDS }));
    await orMissing(this.core.deleteNamespacedSecret(what));
  }

  /** The desktops of an instance of which there is a pod or a Secret. */
  async desktopsOf(instance: string): Promise<string[]> {
    const what = { namespace: this.namespace, labelSelector: `${LABELS.instance}=${instance}` };
    const [pods, secrets] = await Promise.all([
      this.core.listNamespacedPod(what),
      this.core.listNamespacedSecret(what),
    ]);
    const ids = [...pods.items, ...secrets.items].map(({ metadata }) => metadata?.labels?.[LABELS.desktop]);
    return [...new Set(ids.filter((id) => id !== undefined))];
  }

  /**
   * Resolves with the pod as soon as it is what is waited for; `null` is one that is not there.
   * @throws Error when that takes too long
   */
  async untilPod(
    name: string,
    holds: (pod: V1Pod | null) => boolean,
    timeoutMs: number,
  ): Promise<V1Pod | null> {
    const giveUp = AbortSignal.timeout(timeoutMs);
    while (!giveUp.aborted) {
      const pod = await this.readPod(name);
      if (holds(pod)) return pod;
      await this.nextChange(name, pod?.metadata?.resourceVersion, giveUp);
    }
    throw new Error('the pod took too long');
  }

  /** Resolves when the pod changes, and also when the server ends the watch: who waits looks again. */
  private async nextChange(
    name: string,
    resourceVersion: string | undefined,
    giveUp: AbortSignal,
  ): Promise<void> {
    const changed = Promise.withResolvers<undefined>();
    const stop = () => changed.resolve(undefined);
    const watching = await this.watcher.watch(
      `/api/v1/namespaces/${this.namespace}/pods`,
      { fieldSelector: `metadata.name=${name}`, resourceVersion, timeoutSeconds: WATCH_SECONDS },
      stop,
      (error) => void setTimeout(error ? BEFORE_NEXT_LOOK_MS : 0).then(stop),
    );
    giveUp.addEventListener('abort', stop);
    await changed.promise;
    giveUp.removeEventListener('abort', stop);
    watching.abort();
  }
}

async function orMissing<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiException && error.code === NOT_FOUND) return null;
    throw error;
  }
}
