import { describe, expect, it } from '@jest/globals';
import type { ControlLease, ViewerId } from '#contracts';
import { controlWords, standingOf } from './control-standing.js';

const ME = '0e8f1c2a-5b7d-4c3e-9a1f-0000000000aa' as ViewerId;
const AT = '2026-11-23T14:00:00.000Z';
const lease = (some: Partial<ControlLease>): ControlLease => ({
  holderKind: 'user',
  holder: 'another window',
  epoch: 1,
  since: AT,
  present: true,
  request: null,
  ...some,
});
const request = { requesterKind: 'user', requester: 'another window', at: AT } as const;
const ways = (of: ControlLease) =>
  Object.fromEntries(controlWords(of, ME)?.ways.map(({ button, action }) => [button, action]) ?? []);

describe('what this window may do', () => {
  it.each([
    ['free', { holderKind: null, holder: null, present: false }],
    ['mine', { holder: ME }],
    ['away', { present: false }],
    ['window', {}],
    ['agent', { holderKind: 'agent', holder: 'task' }],
  ] as const)('is %s', (standing, some) => {
    expect(standingOf(lease(some), ME)).toBe(standing);
  });

  it.each([
    ['nobody has control', { holderKind: null, holder: null }],
    ['its holder is away: the first key here takes it', { present: false }],
    ['it is in control, and nobody asks', { holder: ME }],
  ])('is not worth a word when %s', (_, some) => {
    expect(controlWords(lease(some), ME)).toBeUndefined();
  });

  it('is told when another has control, and how to change that', () => {
    expect(ways(lease({}))).toEqual({ 'Ask for it': 'request', 'Take control': 'take' });
    expect(ways(lease({ holderKind: 'agent' }))).toEqual({ 'Take control': 'take' });
    expect(controlWords(lease({ holderKind: 'agent' }), ME)?.text).toContain('The agent has control');
  });

  it('is told that it asked, and can take that back, or control', () => {
    const asked = lease({ request: { ...request, requester: ME } });
    expect(controlWords(asked, ME)?.text).toBe('You asked for control.');
    expect(ways(asked)).toEqual({ 'Take it back': 'release', 'Take control': 'take' });
  });

  it('is told as before when it was another that asked', () => {
    expect(ways(lease({ request }))).toHaveProperty('Ask for it');
  });

  it('is told when another asks for it', () => {
    expect(ways(lease({ holder: ME, request }))).toEqual({ 'Hand over': 'give' });
  });
});
