import type { Environment, Fault } from './area.js';
import type { AppConfig } from './app-config.js';

interface Rule {
  name: string;
  message: string;
  broken(config: AppConfig, env: Environment): boolean;
}

const isLoopback = (url: URL) => ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);

/** True in every environment: combinations that no single variable can show. */
const ALWAYS: Rule[] = [
  {
    name: 'STRIPE_API_BASE',
    message: 'goes with an sk_test_ key and a loopback host only',
    broken: ({ billing }) =>
      billing.apiBase !== undefined &&
      (!billing.stripeSecretKey?.startsWith('sk_test_') || !isLoopback(billing.apiBase)),
  },
  {
    name: 'STRIPE_WEBHOOK_SECRET',
    message: 'is needed beside STRIPE_SECRET_KEY',
    broken: ({ billing }) => billing.stripeSecretKey !== undefined && billing.webhookSecrets.length === 0,
  },
  {
    name: 'DESKTOP_MAX',
    message: 'must be given with the kubernetes driver: this host does not know how much the cluster has',
    broken: ({ desktops }) => desktops.driver === 'kubernetes' && desktops.max === undefined,
  },
];

/** What is convenient on a laptop and unsafe in front of customers. */
export const IN_PRODUCTION: readonly Rule[] = [
  {
    name: 'PUBLIC_URL',
    message: 'must be https in production',
    broken: ({ server }) => !server.publicUrl.startsWith('https:'),
  },
  {
    name: 'ALLOWED_ORIGINS',
    message: 'must be https in production',
    broken: ({ server }) => server.allowedOrigins.some((origin) => !origin.startsWith('https:')),
  },
  {
    name: 'JWT_SECRET',
    message: 'must be given in production',
    broken: ({ auth }) => auth.jwtSecrets.length === 0,
  },
  {
    name: 'ADMIN_PASSWORD',
    message: 'must be given in production',
    broken: ({ auth }) => auth.adminPassword === undefined,
  },
  {
    name: 'DATABASE_URL',
    message: 'must be given in production',
    broken: ({ database }) => database.url === undefined,
  },
  {
    name: 'STRIPE_SECRET_KEY',
    message: "must be given in production; the sandbox's key is refused",
    broken: ({ billing }) =>
      billing.stripeSecretKey === undefined || billing.stripeSecretKey.startsWith('sk_test_sandbox'),
  },
  {
    name: 'STRIPE_SECRET_KEY',
    message: 'must be a live key in production, or STRIPE_ALLOW_TEST_KEY=true for a rehearsal',
    broken: ({ billing: { stripeSecretKey: key, allowTestKey } }) =>
      key !== undefined && !key.startsWith('sk_test_sandbox') && /^(sk|rk)_test_/.test(key) && !allowTestKey,
  },
  {
    name: 'STRIPE_API_BASE',
    message: 'is refused in production',
    broken: ({ billing }) => billing.apiBase !== undefined,
  },
  {
    name: 'EGRESS_ALLOW',
    message: 'must not open loopback in production',
    broken: ({ desktops }) => desktops.egressAllow.some((item) => /^(localhost:|127\.|\[?::1\b)/.test(item)),
  },
  {
    name: 'DESKTOP_MAX',
    message: 'must be 1 with the remote driver: one desktop, one customer',
    broken: ({ desktops }) => desktops.driver === 'remote' && (desktops.max ?? 1) > 1,
  },
];

export function combinationFaults(config: AppConfig, env: Environment): Fault[] {
  const rules = config.server.production ? [...ALWAYS, ...IN_PRODUCTION] : ALWAYS;
  return rules.filter((rule) => rule.broken(config, env)).map(({ name, message }) => ({ name, message }));
}
