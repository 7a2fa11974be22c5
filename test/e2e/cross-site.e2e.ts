import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { ApiNode } from '../support/api-node.js';
import { Cluster, type Customer } from '../support/cluster.js';
import { rawRequest } from '../support/raw-request.js';

const WEBHOOK = '/api/billing/stripe-webhook';
/** Routes that need no access token; everything else must. */
const OPEN = new Set([
  '/api/auth/register',
  '/api/auth/login',
  '/api/auth/refresh',
  '/api/auth/logout',
  '/api/shares/redeem',
  '/api/shares/look',
  WEBHOOK,
]);
const TABLES = ['accounts', 'logins', 'refresh_tokens', 'connection_tokens', 'sessions', 'session_events'];

interface Route {
  method: string;
  /** With the ids of things that are there. */
  path: string;
  /** As OpenAPI has it. */
  template: string;
  methods: readonly string[];
}

let cluster: Cluster;
let node: ApiNode;
let owner: Customer;
let cookie: string;
/** Every route of the running product that changes something, from its own OpenAPI document. */
let routes: Route[];

beforeAll(async () => {
  cluster = await Cluster.create();
  node = await cluster.start({
    env: { STRIPE_SECRET_KEY: 'sk_test_of_nobody', STRIPE_WEBHOOK_SECRET: 'whsec_of_nobody' },
  });
  owner = await cluster.customer(node);
  const credentials = { email: owner.email, password: 'a long enough passphrase' };
  const signedIn = await node.customer().request('POST', '/api/auth/login', credentials);
  cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const sessionId = await cluster.session(owner);
  const { paths } = (await (await fetch(`${node.origin}/api/docs-json`)).json()) as {
    paths: Record<string, object>;
  };
  routes = Object.entries(paths).flatMap(([template, operations]) => {
    const methods = Object.keys(operations);
    const path = template
      .replace(/^\/api\/sessions\/\{id\}/, `/api/sessions/${sessionId}`)
      .replace(/\{\w+\}/g, randomUUID());
    return methods
      .filter((method) => method !== 'get')
      .map((method) => ({ method: method.toUpperCase(), path, template, methods }));
  });
}, 120_000);
afterAll(() => cluster?.stop(), 60_000);

/** Rows that an attack would have changed. */
const rows = () =>
  Promise.all(
    [...TABLES, 'audit_entries', 'endings'].map(async (table) => {
      const [row] = await cluster.dataSource.query<{ n: number; hash: string }[]>(
        `SELECT count(*)::int AS n, md5(string_agg(t::text, '' ORDER BY t::text)) AS hash FROM ${table} t`,
      );
      return { table, ...row };
    }),
  );

const asOwner = () => ({ authorization: `Bearer ${owner.accessToken}`, cookie });
const JSON_BODY = { 'content-type': 'application/json' };
/** The one route whose bodies are bytes. */
const UPLOAD = '/api/sessions/{id}/files/{name}';
const BYTES = { 'content-type': 'application/octet-stream' };

/** What each route answers, `METHOD template`: status, and that nothing changed by it. */
async function answers(
  ask: (route: Route) => Promise<Response>,
  which: (route: Route) => boolean = () => true,
): Promise<Record<string, number>> {
  const before = await rows();
  const statuses: Record<string, number> = {};
  for (const route of routes.filter(which))
    statuses[`${route.method} ${route.template}`] = (await ask(route)).status;
  expect(await rows()).toEqual(before);
  expect(Object.keys(statuses).length).toBeGreaterThanOrEqual(5);
  return statuses;
}

const expectAll = (statuses: Record<string, number>, allowed: number[]) =>
  expect(Object.entries(statuses).filter(([, status]) => !allowed.includes(status))).toEqual([]);

const isWebhook = ({ template }: Route) => template === WEBHOOK;

describe('every route that changes something', () => {
  it('is among those that are asked here', () => {
    const names = routes.map(({ method, template }) => `${method} ${template}`);
    expect(names).toEqual(
      expect.arrayContaining([
        'POST /api/auth/logout',
        'POST /api/auth/connection-tokens',
        'POST /api/sessions/{id}/end',
        'POST /api/admin/sessions/{id}/revoke',
        `POST ${WEBHOOK}`,
      ]),
    );
  });

  it.each([
    ['cross-site by Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
    ['same-site by Sec-Fetch-Site', { 'sec-fetch-site': 'same-site' }],
    ['of a foreign Origin', { origin: 'https://evil.tld' }],
    ['of an opaque Origin', { origin: 'null' }],
  ])('refuses with 403 a request %s, whoever is signed in', async (_name, headers) => {
    const ask = ({ method, path }: Route) =>
      rawRequest(node.origin, method, path, { ...asOwner(), ...headers, ...JSON_BODY }, '{}');
    expectAll(await answers(ask, (route) => !isWebhook(route)), [403]);
  });

  it('asks for a token in the header: one in the query, the body or a cookie is none', async () => {
    const token = owner.accessToken;
    const ask = ({ method, path, template }: Route) =>
      rawRequest(
        node.origin,
        method,
        `${path}?token=${token}&access_token=${token}`,
        {
          cookie: `access_token=${token}; token=${token}; ${cookie}`,
          ...(method === 'PUT' && template === UPLOAD ? BYTES : JSON_BODY),
        },
        JSON.stringify({ token, access_token: token, authorization: `Bearer ${token}` }),
      );
    expectAll(await answers(ask, ({ template }) => !OPEN.has(template)), [401]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'takes no body of %s',
    async (type) => {
      const ask = ({ method, path }: Route) =>
        rawRequest(node.origin, method, path, { ...asOwner(), 'content-type': type }, '{"reason":"x"}');
      expectAll(await answers(ask, (route) => !isWebhook(route)), [415]);
    },
  );

  it('does nothing by GET or HEAD, whatever a header or a field says the method is', async () => {
    const overrides = {
      'x-http-method-override': 'POST',
      'x-http-method': 'POST',
      'x-method-override': 'POST',
    };
    for (const method of ['GET', 'HEAD']) {
      const ask = ({ path }: Route) =>
        rawRequest(node.origin, method, `${path}?_method=POST`, { ...asOwner(), ...overrides });
      expectAll(await answers(ask, ({ methods }) => !methods.includes('get')), [403, 404, 405]);
    }
  });

  it('gives no other origin permission in a preflight', async () => {
    const allowed: string[] = [];
    const ask = async ({ path }: Route) => {
      const preflight = await rawRequest(node.origin, 'OPTIONS', path, {
        origin: 'https://evil.tld',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization, content-type',
      });
      allowed.push(...[...preflight.headers.keys()].filter((name) => name.startsWith('access-control-')));
      return preflight;
    };
    await answers(ask);
    expect(allowed).toEqual([]);
  });
});

describe('the webhook', () => {
  it('is judged by its signature alone: a login beside it opens nothing', async () => {
    const before = await rows();
    const headers = {
      ...asOwner(),
      ...JSON_BODY,
      origin: 'https://evil.tld',
      'sec-fetch-site': 'cross-site',
    };
    const refused = await rawRequest(node.origin, 'POST', WEBHOOK, headers, '{"id":"evt_1"}');
    expect(refused.status).toBe(400);
    expect(await rows()).toEqual(before);
  });
});
