import { describe, expect, it } from '@jest/globals';
import { SESSION_EVENTS } from '#contracts';
import { sentenceOf } from './event-sentences.js';

const at = '2026-11-23T14:02:00.000Z';
const EXAMPLES: Record<keyof typeof SESSION_EVENTS, Record<string, unknown>> = {
  'session.created': { ttlSeconds: 86_400 },
  'session.activated': { activatedAt: at, expiresAt: at },
  'session.expiring': { minutesLeft: 10, expiresAt: at },
  'session.extended': { seconds: 86_400, expiresAt: at },
  'session.shortened': { seconds: 86_400, expiresAt: at },
  'session.credited': { seconds: 120, from: at, to: at, expiresAt: at },
  'session.ended': { endReason: 'revoked', endedAt: at },
  'desktop.ready': { generation: 1 },
  'desktop.lost': { generation: 1 },
  'desktop.restarted': { generation: 2 },
  'viewer.joined': { viewer: 'v', connection: 'c', access: 'control', by: 'customer' },
  'viewer.left': { viewer: 'v', connection: 'c', by: 'customer' },
  'control.changed': { holderKind: 'user', holder: 'v', epoch: 1, since: at, how: 'take' },
  'control.requested': { requesterKind: 'user', requester: 'w' },
  'share.created': { share: '0b8a3a4e-5a39-4c1c-8a8e-5c0f6f0d6a11', label: 'Ann', expiresAt: at },
  'share.revoked': { share: '0b8a3a4e-5a39-4c1c-8a8e-5c0f6f0d6a11', label: null },
  'egress.denied': { count: 3, hosts: ['10.0.0.1:5432', '10.0.0.2:80'] },
};

describe('sentenceOf', () => {
  it('keeps quiet about an event that this portal is too old to know', () => {
    expect(sentenceOf({ name: 'share.opened', data: {} }, 'owner')).toBeUndefined();
    expect(sentenceOf({ name: 'toString', data: {} }, 'owner')).toBeUndefined();
  });
  it('keeps quiet about data it cannot read', () => {
    expect(sentenceOf({ name: 'session.expiring', data: { minutesLeft: 'ten' } }, 'owner')).toBeUndefined();
  });
  it.each(Object.entries(EXAMPLES))('has a sentence for %s', (name, data) => {
    expect(sentenceOf({ name, data }, 'owner')?.text).toMatch(/^[A-Z0-9]/);
  });
  it.each([
    ['session.created', 'Paid: a desktop for 24 hours'],
    ['session.expiring', '10 minutes left'],
    ['session.ended', 'Ended by an administrator'],
    ['egress.denied', '3 visits to 10.0.0.1:5432 and 1 more were not allowed'],
  ] as const)('says %s in words', (name, text) => {
    expect(sentenceOf({ name, data: EXAMPLES[name] }, 'owner')?.text).toBe(text);
  });
  it.each([
    [{ generation: 2 }, 'Your desktop was started again'],
    [
      { generation: 1, program: 'browser', times: 1 },
      'Your browser crashed and was started again with its tabs',
    ],
    [
      { generation: 1, program: 'browser', times: 3 },
      'Your browser crashed 3 times and was started again with its tabs',
    ],
  ])('tells what was started again: %j', (data, text) => {
    expect(sentenceOf({ name: 'desktop.restarted', data }, 'owner')?.text).toBe(text);
  });
  it('gives time back in words, one minute as well as several', () => {
    const credited = (seconds: number) => ({
      name: 'session.credited',
      data: { ...EXAMPLES['session.credited'], seconds },
    });
    expect(sentenceOf(credited(240), 'owner')?.text).toBe(
      'Your desktop was unreachable for 4 minutes. We added them to your time.',
    );
    expect(sentenceOf(credited(60), 'owner')?.text).toBe(
      'Your desktop was unreachable for 1 minute. We added it to your time.',
    );
    expect(sentenceOf(credited(240), 'admin')?.text).toMatch(/^The desktop was unreachable for 4 minutes/);
  });
  it('speaks of the customer to an administrator', () => {
    const ended = { name: 'session.ended', data: { endReason: 'ended_by_user', endedAt: at } };
    expect(sentenceOf(ended, 'owner')?.text).toBe('Ended by you');
    expect(sentenceOf(ended, 'admin')?.text).toBe('Ended by the customer');
    const joined = { name: 'viewer.joined', data: EXAMPLES['viewer.joined'] };
    expect(sentenceOf(joined, 'admin')?.text).toBe('The customer opened the desktop');
  });
  it('warns the owner of an administrator who watches', () => {
    const joined = {
      name: 'viewer.joined',
      data: { viewer: 'v', connection: 'c', access: 'view', by: 'admin' },
    };
    expect(sentenceOf(joined, 'owner')).toMatchObject({
      tone: 'warn',
      text: 'An administrator began to watch',
    });
  });
  it.each([
    ['owner', 'guest', 'A guest is no longer watching'],
    ['owner', 'admin', 'An administrator is no longer watching'],
    ['admin', 'customer', 'A window of the customer is gone'],
  ] as const)('tells the %s of a %s who is gone, and blames nobody', (reader, by, text) => {
    const left = { name: 'viewer.left', data: { viewer: 'v', connection: 'c', by } };
    expect(sentenceOf(left, reader)?.text).toBe(text);
  });
  it.each([
    ['owner', 'user', 'Control is now with one of your windows'],
    ['admin', 'user', 'Control is now with one of the customer’s windows'],
    ['owner', 'agent', 'Control is now with the agent'],
    ['owner', null, 'The agent let go of control'],
  ] as const)('tells the %s that control is with %s', (reader, holderKind, text) => {
    const data = { ...EXAMPLES['control.changed'], holderKind, holder: holderKind && 'v' };
    expect(sentenceOf({ name: 'control.changed', data }, reader)?.text).toBe(text);
  });
});
