import { describe, expect, it } from '@jest/globals';
import { silentLog } from '../../../../../test/support/fakes.js';
import type { AuditRecord, AuditTrail } from '../../audit/audit-trail.js';
import { ConnectionRefusals } from './connection-refusals.js';

function refusals() {
  const written: AuditRecord[] = [];
  const trail = { isDown: false };
  const record = (entry: AuditRecord) => {
    if (trail.isDown) return Promise.reject(new Error('database away'));
    written.push(entry);
    return Promise.resolve();
  };
  return { written, trail, refused: new ConnectionRefusals({ record } as AuditTrail, silentLog) };
}

describe('ConnectionRefusals', () => {
  it('writes nothing for a quiet minute', async () => {
    const { refused, written } = refusals();
    await refused.flush();
    expect(written).toEqual([]);
  });

  it('sums up a minute by source', async () => {
    const { refused, written } = refusals();
    for (let n = 0; n < 1_000; n += 1) refused.count('203.0.113.9', 'events', 'missing');
    refused.count('203.0.113.9', 'desktop', 'used');
    refused.count('198.51.100.1', 'events', 'expired');
    await refused.flush();
    expect(written.map(({ actor, data }) => ({ actor, data }))).toEqual([
      { actor: '203.0.113.9', data: { 'events.missing': 1_000, 'desktop.used': 1 } },
      { actor: '198.51.100.1', data: { 'events.expired': 1 } },
    ]);
    await refused.flush();
    expect(written).toHaveLength(2);
  });

  it('sums up a flood of sources as one, and loses no count', async () => {
    const { refused, written } = refusals();
    for (let n = 0; n < 5_000; n += 1) refused.count(`address ${n}`, 'events', 'unknown');
    await refused.flush();
    expect(written).toHaveLength(201);
    expect(written.at(-1)).toMatchObject({ actor: 'further addresses', data: { 'events.unknown': 4_800 } });
  });

  it('keeps what could not be written for the next minute', async () => {
    const { refused, written, trail } = refusals();
    refused.count('203.0.113.9', 'events', 'used');
    trail.isDown = true;
    await refused.flush();
    refused.count('203.0.113.9', 'events', 'used');
    trail.isDown = false;
    await refused.flush();
    expect(written).toMatchObject([{ actor: '203.0.113.9', data: { 'events.used': 2 } }]);
  });

  it('writes what is left at shutdown', async () => {
    const { refused, written } = refusals();
    refused.count('203.0.113.9', 'events', 'used');
    await refused.beforeApplicationShutdown();
    expect(written).toHaveLength(1);
  });
});
