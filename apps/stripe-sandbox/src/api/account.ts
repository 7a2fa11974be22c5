import { endpoint } from './endpoint.js';

/** Enough for a client to see that its key works; amounts are not kept. */
export const accountEndpoints = [
  endpoint('GET', '/v1/balance', () => ({
    object: 'balance',
    available: [{ amount: 0, currency: 'usd', source_types: { card: 0 } }],
    livemode: false,
    pending: [{ amount: 0, currency: 'usd', source_types: { card: 0 } }],
  })),
  endpoint('GET', '/v1/account', () => ({
    id: 'acct_sandbox',
    object: 'account',
    business_profile: { name: 'Sandbox' },
    charges_enabled: true,
    country: 'US',
    default_currency: 'usd',
    details_submitted: true,
    payouts_enabled: false,
    type: 'standard',
  })),
];
