import { describe, expect, it } from '@jest/globals';
import type { WebSocket } from 'ws';
import { silentLog } from '../../../../test/support/fakes.js';
import type { AuditRecord, AuditTrail } from '../audit/audit-trail.js';
import { RightsClaims } from './rights-claims.js';

function claims() {
  const written: AuditRecord[] = [];
  const record = (entry: AuditRecord) => Promise.resolve(void written.push(entry));
  return { written, claimed: new RightsClaims({ record } as AuditTrail, silentLog) };
}

const socketOf = (kept: RightsClaims, accountId: string) => {
  const socket = {} as WebSocket;
  kept.know(socket, accountId);
  return socket;
};

describe('claimed rights', () => {
  it('are one audit entry an account and minute, over all of its sockets', async () => {
    const { written, claimed } = claims();
    const sockets = [socketOf(claimed, 'one'), socketOf(claimed, 'one'), socketOf(claimed, 'other')];
    for (const socket of sockets) claimed.count(socket, ['admin', 'role']);
    await claimed.flush();
    await claimed.flush();
    expect(written).toEqual([
      {
        action: 'message.rights_claimed',
        actor: { accountId: 'one' },
        subject: 'sockets',
        data: { admin: 2, role: 2 },
      },
      {
        action: 'message.rights_claimed',
        actor: { accountId: 'other' },
        subject: 'sockets',
        data: { admin: 1, role: 1 },
      },
    ]);
  });

  it('of thousands of accounts are summed up, and none is lost', async () => {
    const { written, claimed } = claims();
    for (let n = 0; n < 1_000; n += 1) claimed.count(socketOf(claimed, `account ${n}`), ['admin']);
    await claimed.beforeApplicationShutdown();
    expect(written).toHaveLength(201);
    expect(written.at(-1)).toMatchObject({ actor: 'further accounts', data: { admin: 800 } });
  });
});
