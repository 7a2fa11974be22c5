import { expect, it } from '@jest/globals';
import { loadConfig } from '../../../config/load-config.js';
import { ownEndpoints } from './own-endpoints.js';

it('names everything of ours that listens', () => {
  const config = loadConfig({
    PORT: '3000',
    SANDBOX_PORT: '3001',
    PUBLIC_URL: 'https://app.example.com',
    DATABASE_URL: 'postgres://u:p@db.internal/oda',
    REDIS_URL: 'rediss://cache.internal:6380',
    STRIPE_SECRET_KEY: 'sk_test_0123456789',
    STRIPE_WEBHOOK_SECRET: 'whsec_0123456789',
    STRIPE_API_BASE: 'http://127.0.0.1:3001',
  });
  expect(ownEndpoints(config)).toEqual([
    { host: '127.0.0.1', port: 3000 },
    { host: '127.0.0.1', port: 3001 },
    { host: 'app.example.com', port: 443 },
    { host: 'db.internal', port: 5432 },
    { host: 'cache.internal', port: 6380 },
    { host: '127.0.0.1', port: 3001 },
  ]);
});

it('has nothing to name of a database on a Unix socket', () => {
  const config = loadConfig({ PORT: '3000', DATABASE_URL: 'postgres:///oda?host=/run/db' });
  expect(ownEndpoints(config)).toEqual([
    { host: '127.0.0.1', port: 3000 },
    { host: 'localhost', port: 3000 },
  ]);
});
