import { expect, it } from '@jest/globals';
import { silentLog } from '../../../../test/support/fakes.js';
import type { EventLog } from '../sessions/event-log.js';
import type { Sessions } from '../sessions/sessions.js';
import type { Holder } from '../signals/holder.js';
import type { Holders } from '../signals/holders.js';
import type { EventsConnection } from './events-connection.js';
import type { SessionFeeds } from './session-feeds.js';
import { SessionFollowing } from './session-following.js';

type Subscribe = Parameters<SessionFollowing['subscribe']>[1];

const SUBSCRIBE = { type: 'SUBSCRIBE', sessionId: 'session' } as unknown as Subscribe;
const OF_THE_LOGIN = {
  admission: { connectionId: 'socket', accountId: 'account', role: 'customer' },
  subscriptions: new Map(),
  isOpen: true,
} as unknown as EventsConnection;

it('holds nothing for a socket that could not be told whether it may follow', async () => {
  const held: Holder[] = [];
  const table = {
    register: (holder: Holder) => Promise.resolve(held.push(holder) > 0),
    acknowledge: () => Promise.resolve(void held.pop()),
  } as unknown as Holders;
  const answers = [{ state: 'active', headSeq: 3 }];
  const sessions = {
    findFor: () => (answers.length > 0 ? Promise.resolve(answers.pop()) : Promise.reject(new Error('away'))),
  } as unknown as Sessions;
  const following = new SessionFollowing(sessions, {} as EventLog, {} as SessionFeeds, table, silentLog);
  await expect(following.subscribe(OF_THE_LOGIN, SUBSCRIBE)).rejects.toThrow('away');
  expect(held).toEqual([]);
});
