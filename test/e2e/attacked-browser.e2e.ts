import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiNode } from '../support/api-node.js';
import { openBrowser, type Visitor } from '../support/browser.js';
import { Cluster } from '../support/cluster.js';
import { register, socketCloses } from '../support/portal.js';
import { until } from '../support/until.js';

const PASSWORD = 'correct horse battery staple';

let cluster: Cluster;
let node: ApiNode;
let visitor: Visitor;
let evil: Server;
let evilPort: number;

/** A page of somebody else that tries what a page can: an image, a form, cookies for the whole domain. */
const evilPage = (target: string, cookieName: string) => `<!doctype html>
<img src="${target}/api/auth/logout" onerror="document.title = 'image tried'">
<iframe name="sink"></iframe>
<form method="post" target="sink" action="${target}/api/auth/logout"></form>
<script>
  const domain = location.hostname.split('.').slice(1).join('.');
  for (const attributes of ['; Domain=' + domain, '; Secure; Domain=' + domain, '; Secure'])
    document.cookie = '${cookieName}=tossed; Path=/' + attributes;
  document.forms[0].submit();
</script>`;

beforeAll(async () => {
  cluster = await Cluster.create();
  // names below localhost are safe to browsers without TLS, and siblings share a domain that cookies may be set for
  node = await cluster.start({ hostName: 'app.site.localhost' });
  evil = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://x').searchParams.get('cookie') ?? '';
    response.setHeader('Content-Type', 'text/html').end(evilPage(node.publicUrl, name));
  });
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  evilPort = (evil.address() as AddressInfo).port;
}, 120_000);
afterAll(async () => {
  evil?.close();
  evil?.closeAllConnections();
  await cluster?.stop();
}, 60_000);

beforeEach(async () => {
  visitor = await openBrowser();
}, 60_000);
afterEach(() => visitor?.browser.close());

async function signedUp(email: string): Promise<string> {
  await visitor.page.goto(`${node.publicUrl}/register`);
  await register(visitor.page, email, PASSWORD);
  const [row] = await cluster.dataSource.query<{ id: string }[]>('SELECT id FROM accounts WHERE email = $1', [
    email,
  ]);
  return row?.id ?? '';
}

/** What the portal's own requests carry. */
const loginCookies = async () =>
  (await visitor.context.cookies(node.publicUrl)).filter(({ name }) => name.includes('oda-'));

describe('a signed-in browser', () => {
  it.each(['evil.site.localhost', 'elsewhere.localhost'])(
    'that is led to a page at %s stays signed in, with the cookie it had',
    async (host) => {
      await signedUp(`tossed-${host}@example.com`);
      const before = await loginCookies();
      expect(before).toHaveLength(1);
      const cookieName = before[0]?.name ?? '';
      const attacked = await visitor.context.newPage();
      const tried: string[] = []; // an image that is none is kept from the page, and counts as failed
      const note = (request: Request) => {
        if (request.url().endsWith('/api/auth/logout')) tried.push(request.method());
      };
      attacked.on('requestfinished', note).on('requestfailed', note);
      await attacked.goto(`http://${host}:${evilPort}/?cookie=${cookieName}`);
      await until('image and form were tried', () => tried.includes('GET') && tried.includes('POST'));
      expect(await loginCookies()).toEqual(before);
      await visitor.page.goto(`${node.publicUrl}/account`); // renews the login with the cookie
      await visitor.page.getByRole('button', { name: 'Sign out' }).waitFor();
    },
    60_000,
  );

  it('that signs out in one tab is signed out in the other, and going back resumes nothing', async () => {
    const accountId = await signedUp('two-tabs@example.com');
    const sessionId = await cluster.session({ accountId } as never);
    const other = await visitor.context.newPage();
    const closes = await socketCloses(other);
    await other.goto(`${node.publicUrl}/sessions/${sessionId}`);
    await until('the other tab has its socket', async () => (await cluster.alive(sessionId)).length === 1);

    const { page } = visitor;
    await page.goto(`${node.publicUrl}/sessions`);
    await page.goto(`${node.publicUrl}/account`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL((url) => url.pathname === '/');
    await until('the socket of the other tab closes', () =>
      closes().some(({ path, code }) => path === '/ws' && code === 4401),
    );
    await other.reload();
    await other.waitForURL(/\/sign-in/);

    const asked: number[] = [];
    page.on('response', (response) => {
      if (response.url().includes('/api/sessions')) asked.push(response.status());
    });
    await page.goBack();
    await page.waitForURL(/\/sign-in/);
    expect(asked.filter((status) => status < 400)).toEqual([]);
    expect(await cluster.alive(sessionId)).toEqual([]);
  }, 60_000);
});
