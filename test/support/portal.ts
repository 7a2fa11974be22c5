import type { Page } from 'playwright-core';
import { type ApiClient, PASSWORD } from './api-client.js';

// Both run in the page, whose globals this program does not have: they are passed as text.

const MIDDLE_COLOUR = `(() => {
  const canvas = document.querySelector('canvas');
  const pixel = canvas?.getContext('2d')?.getImageData(canvas.width / 2, (canvas.height * 3) / 4, 1, 1).data;
  return pixel && '#' + [...pixel.slice(0, 3)].map((channel) => channel.toString(16).padStart(2, '0')).join('');
})()`;

// A proxy, not a subclass: noVNC looks at the prototype of a socket to know it for one.
const RECORDING_SOCKET = `
  globalThis.WebSocket = new Proxy(WebSocket, {
    construct(original, given) {
      const socket = new original(...given);
      socket.addEventListener('close', ({ code }) => recordClose(new URL(socket.url).pathname, code));
      return socket;
    },
  });`;

/** The colour in the middle of the desktop's picture, as `#rrggbb`; undefined while there is no picture. */
export async function colourOf(page: Page): Promise<string | undefined> {
  return page.evaluate<string | undefined>(MIDDLE_COLOUR);
}

/** Records how the page's sockets close, across reloads. */
export async function socketCloses(page: Page): Promise<() => { path: string; code: number }[]> {
  const closes: { path: string; code: number }[] = [];
  await page.exposeFunction('recordClose', (path: string, code: number) => closes.push({ path, code }));
  await page.addInitScript(RECORDING_SOCKET);
  return () => closes;
}

/** On the page for a new account. */
export async function register(
  page: Page,
  email: string,
  password = 'correct horse battery staple',
): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('button', { name: /^pay/i }).waitFor();
}

/** On the sign-in page. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: /sign in/i }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** Signs in a customer that `ApiClient` registered, and opens the page of their session. */
export async function openSession(page: Page, owner: ApiClient, sessionId: string): Promise<void> {
  await page.goto(`${owner.product.origin}/sign-in`);
  await signIn(page, owner.email, PASSWORD);
  await page.goto(`${owner.product.origin}/sessions/${sessionId}`);
}

/** On the sandbox's hosted page: the card that pays. */
export async function payOnSandboxPage(page: Page, email: string): Promise<void> {
  const emailField = page.getByLabel(/e-?mail/i);
  if (await emailField.isEditable()) await emailField.fill(email);
  await page.getByLabel(/card number/i).fill('4242 4242 4242 4242');
  await page.getByLabel(/expir/i).fill('12 / 34');
  await page.getByLabel(/code|cvc/i).fill('123');
  await page.getByRole('button', { name: /^pay \$/i }).click();
}
