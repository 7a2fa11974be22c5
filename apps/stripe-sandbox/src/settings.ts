import * as z from 'zod';

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

const TestKey = z
  .string({ error: 'is missing' })
  .regex(
    /^sk_test_[A-Za-z0-9_]{8,}$/,
    'must be a test key (sk_test_…): this program never touches real money',
  );

const LoopbackUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http address' })
  .refine((url) => LOOPBACK_HOSTS.includes(new URL(url).hostname), 'must be on this machine')
  .transform((url) => new URL(url));

const Environment = z.object({
  NODE_ENV: z.string().optional(),
  SANDBOX_PORT: z.coerce.number('must be a port').int().min(0).max(65_535),
  SANDBOX_STATE_DIR: z.string({ error: 'is missing' }).min(1, 'is missing'),
  SANDBOX_SECRET_KEY: TestKey,
  SANDBOX_WEBHOOK_SECRET: z
    .string({ error: 'is missing' })
    .regex(/^[^\s,]+(,[^\s,]+)*$/, 'must be one or more secrets, separated by commas and without spaces'),
  SANDBOX_WEBHOOK_URL: LoopbackUrl,
});

/** What the sandbox is started with; nothing else is read from the environment. */
export interface Settings {
  /** 0 takes a free port. */
  port: number;
  /** Folder of the database; created when absent. */
  stateDir: string;
  /** The only API key that is accepted. */
  secretKey: string;
  /** Every delivery carries one signature for each, as Stripe's does while a secret is rolled. */
  webhookSecrets: string[];
  webhookUrl: URL;
}

export type ReadSettings = { ok: true; settings: Settings } | { ok: false; problems: string[] };

/** Names every bad value at once and never repeats one: a live key must not end up in a log. */
export function readSettings(environment: Record<string, string | undefined>): ReadSettings {
  if (environment['NODE_ENV'] === 'production') {
    return { ok: false, problems: ['NODE_ENV is production: the sandbox is for development and tests only'] };
  }
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    return { ok: false, problems };
  }
  const { data } = parsed;
  return {
    ok: true,
    settings: {
      port: data.SANDBOX_PORT,
      stateDir: data.SANDBOX_STATE_DIR,
      secretKey: data.SANDBOX_SECRET_KEY,
      webhookSecrets: data.SANDBOX_WEBHOOK_SECRET.split(','),
      webhookUrl: data.SANDBOX_WEBHOOK_URL,
    },
  };
}
