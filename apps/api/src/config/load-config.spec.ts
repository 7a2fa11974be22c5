import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { envExample } from './env-example.js';
import { InvalidConfiguration, loadConfig } from './load-config.js';

const SAFE_PRODUCTION = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://app.example.com',
  JWT_SECRET: 'a'.repeat(40),
  ADMIN_PASSWORD: 'correct horse battery',
  DATABASE_URL: 'postgres://db/oda',
  STRIPE_SECRET_KEY: 'sk_live_0123456789',
  STRIPE_WEBHOOK_SECRET: 'whsec_0123456789',
};

const TEST_KEY_ALLOWED = { STRIPE_SECRET_KEY: 'sk_test_0123456789', STRIPE_ALLOW_TEST_KEY: 'true' };

function faultsOf(env: Record<string, string>): string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidConfiguration)) throw error;
    return error.faults.map(({ name }) => name);
  }
}

function messageOf(env: Record<string, string>): string {
  try {
    loadConfig(env);
    return '';
  } catch (error) {
    return String(error);
  }
}

describe('loadConfig', () => {
  it('names every bad variable at once, and never its value', () => {
    const env = {
      PORT: 'eighty-secret',
      SESSION_TTL_SECONDS: '0',
      JWT_SECRET: 'short-secret',
      ALLOWED_ORIGINS: 'https://a.b/',
    };
    expect(faultsOf(env)).toEqual(['PORT', 'ALLOWED_ORIGINS', 'JWT_SECRET', 'SESSION_TTL_SECONDS']);
    expect(messageOf(env)).not.toContain('secret');
  });

  it('boots on nothing, listening on loopback', () => {
    const config = loadConfig({});
    expect(config.server).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://localhost:3000',
    });
    expect(config.server.allowedOrigins).toEqual(['http://localhost:3000']);
    expect(config.sessions.ttlSeconds).toBe(86_400);
  });

  it('treats an empty variable as an absent one', () => {
    expect(loadConfig({ PORT: '', REDIS_URL: '' }).server.port).toBe(3000);
  });

  it.each([
    ['STRIPE_TOLERANCE_SECONDS', { STRIPE_TOLERANCE_SECONDS: '0' }], // P35
    // P36
    ['STRIPE_WEBHOOK_SECRET', { STRIPE_SECRET_KEY: 'sk_test_0123456789' }],
    ['STRIPE_WEBHOOK_SECRET', { STRIPE_WEBHOOK_SECRET: '   ', STRIPE_SECRET_KEY: 'sk_test_0123456789' }],
    ['STRIPE_WEBHOOK_SECRET', { STRIPE_WEBHOOK_SECRET: 'whsec_0123\n456789' }],
    ['STRIPE_WEBHOOK_SECRET', { STRIPE_WEBHOOK_SECRET: 'whsec_0123456789\n' }],
    ['STRIPE_WEBHOOK_SECRET', { STRIPE_WEBHOOK_SECRET: ' whsec_0123456789' }],
    ['STRIPE_WEBHOOK_SECRET', { STRIPE_WEBHOOK_SECRET: 'whsec_0123456789,' }],
    ['STRIPE_WEBHOOK_SECRET', { STRIPE_WEBHOOK_SECRET: '   ' }],
    ['STRIPE_SECRET_KEY', { STRIPE_SECRET_KEY: '   ' }],
    ['STRIPE_SECRET_KEY', { STRIPE_SECRET_KEY: 'sk_live_0123456789\n' }],
    [
      'STRIPE_API_BASE',
      {
        STRIPE_API_BASE: 'http://127.0.0.1:1',
        STRIPE_SECRET_KEY: 'sk_live_0123456789',
        STRIPE_WEBHOOK_SECRET: 'whsec_0123456789',
      },
    ],
    [
      'STRIPE_API_BASE',
      {
        STRIPE_API_BASE: 'http://evil.example',
        STRIPE_SECRET_KEY: 'sk_test_0123456789',
        STRIPE_WEBHOOK_SECRET: 'whsec_0123456789',
      },
    ],
  ])('refuses an unsafe %s', (name, env) => {
    expect(faultsOf(env as Record<string, string>)).toEqual([name]);
  });

  it('boots in production on safe settings, and on a test key when told so', () => {
    expect(faultsOf(SAFE_PRODUCTION)).toEqual([]);
    expect(faultsOf({ ...SAFE_PRODUCTION, ...TEST_KEY_ALLOWED })).toEqual([]);
  });

  it.each([
    ['PUBLIC_URL', { PUBLIC_URL: 'http://app.example.com', ALLOWED_ORIGINS: 'https://app.example.com' }],
    ['JWT_SECRET', { JWT_SECRET: '' }],
    ['ADMIN_PASSWORD', { ADMIN_PASSWORD: '' }],
    ['DATABASE_URL', { DATABASE_URL: '' }],
    ['STRIPE_SECRET_KEY', { STRIPE_SECRET_KEY: '' }],
    ['STRIPE_SECRET_KEY', { STRIPE_SECRET_KEY: 'sk_test_0123456789' }],
    ['STRIPE_SECRET_KEY', { STRIPE_SECRET_KEY: 'rk_test_0123456789' }],
    ['STRIPE_SECRET_KEY', { STRIPE_SECRET_KEY: 'sk_test_sandbox_01', STRIPE_ALLOW_TEST_KEY: 'true' }],
    // P52
    ['STRIPE_API_BASE', { ...TEST_KEY_ALLOWED, STRIPE_API_BASE: 'http://127.0.0.1:1' }],
    ['EGRESS_ALLOW', { EGRESS_ALLOW: '127.0.0.1:8080' }],
    ['DESKTOP_MAX', { DESKTOP_DRIVER: 'remote', DESKTOP_MAX: '2' }],
  ])('refuses to boot in production on an unsafe %s', (name, change) => {
    expect(faultsOf({ ...SAFE_PRODUCTION, ...change })).toEqual([name]);
  });
});

describe('.env.example', () => {
  it('lists exactly what the schemas read', () => {
    expect(readFileSync('.env.example', 'utf8')).toBe(envExample());
  });
});
