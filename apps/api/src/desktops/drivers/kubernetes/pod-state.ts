import type { V1Pod } from '@kubernetes/client-node';

/** What a container waits for that waiting does not bring. */
const HOPELESS =
  /^(ErrImagePull|ImagePullBackOff|InvalidImageName|CreateContainer(Config)?Error|RunContainerError)$/;

export type PodState = { is: 'starting' } | { is: 'running'; address: string } | { is: 'over'; why: string };

/** What a pod's status comes to, for a desktop: it runs while all of its containers do. */
export function podState(pod: V1Pod | null): PodState {
  if (pod === null) return { is: 'over', why: 'it is gone' };
  const { phase, podIP, containerStatuses = [], reason } = pod.status ?? {};
  if (pod.metadata?.deletionTimestamp !== undefined) return { is: 'over', why: 'it is being deleted' };
  if (phase === 'Failed' || phase === 'Succeeded') return { is: 'over', why: reason ?? phase };

  const hopeless = containerStatuses.find(({ state }) => HOPELESS.test(state?.waiting?.reason ?? ''));
  if (hopeless !== undefined) return { is: 'over', why: whyWaiting(hopeless.state?.waiting) };
  const ended = containerStatuses.find(({ state }) => state?.terminated !== undefined);
  if (ended !== undefined) return { is: 'over', why: `${ended.name} ended` };

  const all =
    containerStatuses.length > 0 && containerStatuses.every(({ state }) => state?.running !== undefined);
  return all && podIP !== undefined ? { is: 'running', address: podIP } : { is: 'starting' };
}

const whyWaiting = (waiting: { reason?: string; message?: string } | undefined) =>
  `${waiting?.reason}: ${waiting?.message ?? ''}`;
