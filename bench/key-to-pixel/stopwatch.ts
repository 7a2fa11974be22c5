import type { BrowserContext, Page } from 'playwright-core';
import { until } from '../../test/support/until.js';

/**
 * Runs in the page, whose globals this program does not have. No polling, which would take a processor from what is
 * measured: each time noVNC has drawn on the canvas that is shown, one pixel of it is looked at, far from the pointer.
 */
const STOPWATCH = `(() => {
  const colourOf = (context) =>
    context.getImageData(context.canvas.width / 2, (context.canvas.height * 3) / 4, 1, 1).data.join();
  const draw = CanvasRenderingContext2D.prototype.drawImage;
  let before, pressedAt;
  globalThis.armStopwatch = () => {
    before = colourOf(document.querySelector('canvas').getContext('2d'));
    pressedAt = globalThis.keyToPixelMs = undefined;
  };
  addEventListener('keydown', () => (pressedAt ??= performance.now()), true);
  CanvasRenderingContext2D.prototype.drawImage = function (...given) {
    draw.apply(this, given);
    if (pressedAt === undefined || globalThis.keyToPixelMs !== undefined || !this.canvas.isConnected) return;
    if (colourOf(this) !== before) globalThis.keyToPixelMs = performance.now() - pressedAt;
  };
})()`;

/** Before the page is opened. */
export async function installStopwatch(context: BrowserContext): Promise<void> {
  await context.addInitScript(STOPWATCH);
}

/** One key in a viewer that has the focus. @returns from its keydown event to the changed pixel, by the page's clock */
export async function keyToPixel(page: Page): Promise<number> {
  await page.evaluate('armStopwatch()');
  await page.keyboard.press('a');
  return until('a pixel changes', () => page.evaluate<number | undefined>('keyToPixelMs'));
}
