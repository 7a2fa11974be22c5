import { describe, expect, it } from '@jest/globals';
import { silentLog } from '../../../../test/support/fakes.js';
import type { EgressDenials as Denials } from '../desktops/desktop-driver.js';
import { EgressDenials } from './egress-denials.js';

const denied = (host: string, count: number): Denials => ({ host, port: 80, reason: 'private', count });

function stage() {
  const written: unknown[] = [];
  let tell: (denied: { sessionId: string; denials: Denials[] }) => void = () => {};
  const events = {
    write: async (sessionId: string, _name: string, data: object) =>
      void written.push({ sessionId, ...data }),
  };
  const desktops = { onEgressDenied: (listener: typeof tell) => (tell = listener) };
  const denials = new EgressDenials(events as never, silentLog, desktops as never);
  return {
    written,
    denials,
    tell: (sessionId: string, ...list: Denials[]) => tell({ sessionId, denials: list }),
  };
}

describe('egress denials', () => {
  it('are one event a session, summed up', async () => {
    const { written, denials, tell } = stage();
    tell('a', denied('10.0.0.1', 3), denied('intranet', 1));
    tell('b', denied('10.0.0.1', 1));
    tell('a', denied('10.0.0.1', 2));
    await denials.write();
    expect(written).toEqual([
      { sessionId: 'a', count: 6, hosts: ['10.0.0.1', 'intranet'] },
      { sessionId: 'b', count: 1, hosts: ['10.0.0.1'] },
    ]);
    await denials.write();
    expect(written).toHaveLength(2);
  });

  it('name some of many hosts and count them all', async () => {
    const { written, denials, tell } = stage();
    for (let n = 0; n < 1_000; n += 1) tell('a', denied(`host-${n}`, 1));
    await denials.write();
    expect(written).toMatchObject([{ count: 1_000, hosts: { length: 10 } }]);
  });
});
