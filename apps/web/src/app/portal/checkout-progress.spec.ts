import { describe, expect, it } from '@jest/globals';
import { type CheckoutFacts, LONG_WAIT_MS, outcomeOf, stepsOf } from './checkout-progress.js';

const facts = (some: Partial<CheckoutFacts>): CheckoutFacts => ({
  status: 'open',
  session: undefined,
  waitedMs: 0,
  ...some,
});
const session = (state: 'provisioning' | 'active' | 'ended', endReason?: 'failed_to_start' | 'expired') => ({
  state,
  desktop: { state: 'starting' as const },
  ...(endReason ? { endReason } : {}),
});
const states = (some: Partial<CheckoutFacts>) => stepsOf(facts(some)).map(({ state }) => state);

describe('stepsOf', () => {
  it('claims no payment that has not arrived', () => {
    expect(states({ status: undefined })).toEqual(['now', 'waiting', 'waiting']);
    expect(states({ status: 'open' })).toEqual(['now', 'waiting', 'waiting']);
    expect(states({ status: 'pending' })).toEqual(['now', 'waiting', 'waiting']);
  });
  it('claims no desktop before it is up', () => {
    expect(states({ status: 'paid' })).toEqual(['done', 'now', 'waiting']);
    expect(states({ status: 'paid', session: session('provisioning') })).toEqual(['done', 'now', 'waiting']);
  });
  it('opens the picture once the desktop is up', () => {
    expect(states({ status: 'paid', session: session('active') })).toEqual(['done', 'done', 'now']);
  });
  it('says what happens to the money when it takes long', () => {
    const [, desktop] = stepsOf(facts({ status: 'paid', waitedMs: LONG_WAIT_MS + 1 }));
    expect(desktop?.note).toContain('your money goes back by itself');
  });
  it('says that nothing was charged when the payment failed', () => {
    expect(stepsOf(facts({ status: 'failed' }))[0]).toMatchObject({ state: 'failed' });
    expect(stepsOf(facts({ status: 'expired' }))[0]?.note).toContain('Nothing was charged');
  });
  it('promises no picture when the desktop did not start', () => {
    const [, desktop, picture] = stepsOf(
      facts({ status: 'paid', session: session('ended', 'failed_to_start') }),
    );
    expect(desktop).toMatchObject({ state: 'failed', note: 'It did not start.' });
    expect(picture).toMatchObject({ state: 'waiting', note: 'Nothing to see this time.' });
  });
});

describe('outcomeOf', () => {
  it.each([
    [{ status: 'open' }, 'going'],
    [{ status: 'paid' }, 'going'],
    [{ status: 'pending' }, 'banking'],
    [{ status: 'expired' }, 'unpaid'],
    [{ status: 'failed' }, 'unpaid'],
    [{ status: 'paid', session: session('active') }, 'there'],
    [{ status: 'paid', session: session('ended', 'failed_to_start') }, 'failed'],
    [{ status: 'paid', session: session('ended', 'expired') }, 'over'],
  ] as [Partial<CheckoutFacts>, string][])('%# leads where it must', (some, outcome) => {
    expect(outcomeOf(facts(some))).toBe(outcome);
  });
});
