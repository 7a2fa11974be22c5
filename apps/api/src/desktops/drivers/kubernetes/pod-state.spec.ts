import type { V1ContainerState, V1Pod } from '@kubernetes/client-node';
import { expect, it } from '@jest/globals';
import { podState } from './pod-state.js';

const pod = (phase: string, ...states: V1ContainerState[]): V1Pod => ({
  status: {
    phase,
    podIP: '10.1.2.3',
    containerStatuses: states.map((state, index) => ({
      ...{
        name: ['keeper', 'desktop'][index] ?? '',
        image: '',
        imageID: '',
        ready: true,
        restartCount: 0,
        state,
      },
    })),
  },
});

it.each<[string, V1Pod | null, object]>([
  ['that is not there', null, { is: 'over' }],
  [
    'that waits for its containers',
    pod('Pending', { waiting: { reason: 'ContainerCreating' } }),
    { is: 'starting' },
  ],
  ['of which one container runs', pod('Running', { running: {} }, { waiting: {} }), { is: 'starting' }],
  ['that runs', pod('Running', { running: {} }, { running: {} }), { is: 'running', address: '10.1.2.3' }],
  ['whose image is nowhere', pod('Pending', { waiting: { reason: 'ImagePullBackOff' } }), { is: 'over' }],
  [
    'whose desktop ended',
    pod('Running', { running: {} }, { terminated: { exitCode: 137 } }),
    { is: 'over', why: 'desktop ended' },
  ],
  [
    'past its deadline',
    { status: { phase: 'Failed', reason: 'DeadlineExceeded' } },
    { why: 'DeadlineExceeded' },
  ],
  [
    'that is being deleted',
    { metadata: { deletionTimestamp: new Date() }, ...pod('Running') },
    { is: 'over' },
  ],
])('a pod %s', (_what, found, state) => {
  expect(podState(found)).toMatchObject(state);
});
