import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../config/load-config.js';
import { decideHost } from './host-policy.js';
import { sitePolicy } from './site-policy.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://app.example.com',
  ALLOWED_ORIGINS: 'https://app.example.com,https://admin.example.com:8443',
  JWT_SECRET: 'a'.repeat(40),
  ADMIN_PASSWORD: 'violet otters',
  DATABASE_URL: 'postgres://db/oda',
  STRIPE_SECRET_KEY: 'sk_live_0123456789',
  STRIPE_WEBHOOK_SECRET: 'whsec_0123456789',
};
const allows = (host: string | undefined, env: Record<string, string>) =>
  decideHost(host, sitePolicy(loadConfig(env))).allowed;

describe('decideHost', () => {
  it.each([
    undefined,
    '',
    'evil.tld',
    'app.example.com.evil.tld',
    'app.example.com.',
    'app.example.com:444',
    'admin.example.com',
    'app.example.com, evil.tld',
    'localhost:3000',
    '127.0.0.1:3000',
  ])('refuses %j in production', (host) => {
    expect(allows(host, PRODUCTION)).toBe(false);
  });

  it.each(['app.example.com', 'APP.example.com', 'admin.example.com:8443'])(
    'allows %j in production',
    (host) => {
      expect(allows(host, PRODUCTION)).toBe(true);
    },
  );

  it.each([
    'localhost:3001',
    '127.0.0.1',
    'localhost',
    '127.0.0.1.evil.tld:3000',
    'localhost.evil.tld:3000',
    '10.0.0.1:3000',
  ])('refuses %j on a laptop at port 3000', (host) => {
    expect(allows(host, {})).toBe(false);
  });

  it.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000'])(
    'allows %j on a laptop at port 3000',
    (host) => {
      expect(allows(host, {})).toBe(true);
    },
  );

  it('takes a name without a port for port 80', () => {
    expect(allows('localhost', { PORT: '80', PUBLIC_URL: 'http://oda.test' })).toBe(true);
  });
});
