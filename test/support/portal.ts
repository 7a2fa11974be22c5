import type { Page } from 'playwright-core';

// Both run in the page, whose globals this program does not have: they are passed as text.

const MIDDLE_COLOUR = `(() => {
  const canvas = document.querySelector('canvas');
  const pixel = canvas?.getContext('2d')?.getImageData(canvas.width / 2, (canvas.height * 3) / 4, 1, 1).data;
  return pixel && '#' + [...pixel.slice(0, 3)].map((channel) => channel.toString(16).padStart(2, '0')).join('');
})()`;

const RECORDING_SOCKET = `
  globalThis.WebSocket = class extends WebSocket {
    constructor(url, protocols) {
      super(url, protocols);
      this.addEventListener('close', ({ code }) => recordClose(new URL(this.url).pathname, code));
    }
  };`;

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
