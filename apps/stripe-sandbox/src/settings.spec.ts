import { describe, expect, it } from '@jest/globals';
import { readSettings } from './settings.js';

const GOOD = {
  SANDBOX_PORT: '3001',
  SANDBOX_STATE_DIR: '/var/lib/sandbox',
  SANDBOX_SECRET_KEY: 'sk_test_sandbox_12345678',
  SANDBOX_WEBHOOK_SECRET: 'whsec_one,whsec_two',
  SANDBOX_WEBHOOK_URL: 'http://127.0.0.1:3000/api/billing/stripe-webhook',
};

const problems = (changes: Record<string, string | undefined>) => {
  const read = readSettings({ ...GOOD, ...changes });
  return read.ok ? [] : read.problems;
};

describe('readSettings', () => {
  it('refuses production (P52)', () => {
    expect(problems({ NODE_ENV: 'production' })).toHaveLength(1);
  });

  it('refuses a live key and does not repeat it (P52)', () => {
    const [problem] = problems({ SANDBOX_SECRET_KEY: 'sk_live_abcdefgh1234' });
    expect(problem).toMatch(/^SANDBOX_SECRET_KEY must be a test key/);
    expect(problem).not.toContain('abcdefgh');
  });

  it.each([
    ['a webhook elsewhere', { SANDBOX_WEBHOOK_URL: 'https://shop.example/hook' }],
    ['a secret with a newline', { SANDBOX_WEBHOOK_SECRET: 'whsec_one\n' }],
    ['a blank secret', { SANDBOX_WEBHOOK_SECRET: ' ' }],
    ['no folder', { SANDBOX_STATE_DIR: undefined }],
    ['a port that is none', { SANDBOX_PORT: 'eighty' }],
  ])('refuses %s', (_name, changes) => {
    expect(problems(changes)).toHaveLength(1);
  });

  it('names everything that is wrong at once', () => {
    expect(problems({ SANDBOX_PORT: '-1', SANDBOX_SECRET_KEY: 'x' })).toHaveLength(2);
  });

  it('reads every secret of a rotation', () => {
    const read = readSettings(GOOD);
    expect(read.ok && read.settings.webhookSecrets).toEqual(['whsec_one', 'whsec_two']);
  });
});
