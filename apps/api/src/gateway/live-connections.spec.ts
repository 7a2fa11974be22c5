import { describe, expect, it } from '@jest/globals';
import { silentLog } from '../../../../test/support/fakes.js';
import { loadConfig } from '../config/load-config.js';
import type { Ending, Endings } from '../signals/endings.js';
import type { LiveConnection } from './live-connection.js';
import { LiveConnections } from './live-connections.js';

const LOGIN = { accountId: 'account', loginId: 'login', sessionId: 'session' };

/** The endings of a node: `told` are those of the last minute. */
function house(told: Pick<Ending, 'kind' | 'id'>[] = []) {
  let listener: (ending: Ending) => void = () => {};
  const endings = {
    onEnding: (added: (ending: Ending) => void) => (listener = added),
    unconfirmedMs: () => 0,
    alreadyTold: (things: readonly Pick<Ending, 'kind' | 'id'>[]) =>
      told.filter((ending) => things.some(({ kind, id }) => kind === ending.kind && id === ending.id)),
  } as never as Endings;
  const connections = new LiveConnections(loadConfig({}), endings, silentLog);
  return { connections, end: (ending: Pick<Ending, 'kind' | 'id'>) => listener(ending as Ending) };
}

/** A socket that writes down what it is told. */
function socket(admission: Record<string, string> = LOGIN) {
  const heard: string[] = [];
  const connection = {
    kind: 'events',
    admission: { connectionId: 'one', network: 'here', ...admission },
    endSession: () => heard.push('session over'),
    loseSession: (id: string) => heard.push(`lost ${id}`),
    close: (code: number) => heard.push(`closed ${code}`),
    leave: () => heard.push('sent home'),
  } as never as LiveConnection;
  return { connection, heard };
}

const ENDED: [Pick<Ending, 'kind' | 'id'>, string][] = [
  [{ kind: 'session', id: 'session' }, 'session over'],
  [{ kind: 'login', id: 'login' }, 'closed 4401'],
  [{ kind: 'account', id: 'account' }, 'closed 4401'],
];

describe('a socket', () => {
  it.each(ENDED)('of which %j ends while it is open is told', (ending, word) => {
    const { connections, end } = house();
    const { connection, heard } = socket();
    connections.add(connection);
    end(ending);
    expect(heard).toEqual([word]);
  });

  it.each(ENDED)(
    'of which %j ended while it was being admitted is told as soon as it is there',
    (ending, word) => {
      const { connections } = house([ending]);
      const { connection, heard } = socket();
      connections.add(connection);
      expect(heard).toEqual([word]);
    },
  );

  it('of a guest is closed 4403 when its link is revoked, before or after it came', () => {
    const guest = { accountId: 'account', shareId: 'share', sessionId: 'session' };
    const link = { kind: 'share', id: 'share' } as const;
    const [early, late] = [socket(guest), socket(guest)];
    house([link]).connections.add(early.connection);
    const { connections, end } = house();
    connections.add(late.connection);
    end(link);
    expect([early.heard, late.heard]).toEqual([['closed 4403'], ['closed 4403']]);
  });

  it('of something else goes on, and knows which session is over', () => {
    const { connections, end } = house();
    const { connection, heard } = socket();
    connections.add(connection);
    for (const kind of ['session', 'login', 'account', 'share'] as const) end({ kind, id: 'another' });
    expect(heard).toEqual(['lost another']);
  });

  it('that comes while the node drains is sent home, and none is taken any more', () => {
    const { connections } = house();
    connections.stopAccepting();
    const { connection, heard } = socket();
    connections.add(connection);
    expect(heard).toEqual(['sent home']);
    expect(connections.isAccepting()).toBe(false);
  });

  it('counts until it is gone, once', () => {
    const { connections } = house();
    const { connection } = socket();
    connections.add(connection);
    expect(connections.total('events')).toBe(1);
    connections.remove(connection);
    connections.remove(connection);
    expect(connections.total('events')).toBe(0);
  });
});
