import type { Page } from 'playwright-core';

/** The colour in the middle of the desktop's picture, as `#rrggbb`; undefined while there is no picture. */
export async function colourOf(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const canvas = document.querySelector('canvas');
    const pixel = canvas
      ?.getContext('2d')
      ?.getImageData(canvas.width / 2, (canvas.height * 3) / 4, 1, 1).data;
    if (!pixel) return undefined;
    return `#${[...pixel.slice(0, 3)].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
  });
}

/** Records how the page's sockets close, across reloads. */
export async function socketCloses(page: Page): Promise<() => { path: string; code: number }[]> {
  const closes: { path: string; code: number }[] = [];
  await page.exposeFunction('recordClose', (path: string, code: number) => closes.push({ path, code }));
  await page.addInitScript(() => {
    const record = (globalThis as unknown as { recordClose(path: string, code: number): void }).recordClose;
    globalThis.WebSocket = class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        this.addEventListener('close', ({ code }) => record(new URL(this.url).pathname, code));
      }
    };
  });
  return () => closes;
}
