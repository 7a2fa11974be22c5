import type { Browser, Page } from 'playwright-core';
import { colourOf, openSession } from '../../test/support/portal.js';
import { displaysUnder } from '../../test/support/processes.js';
import { Product } from '../../test/support/product.js';
import { until } from '../../test/support/until.js';
import { familyOf, startWebsockify } from '../relay/processes.js';
import type { Pages } from './pages.js';
import { startPlainDesktop } from './plain-desktop.js';
import { installStopwatch } from './stopwatch.js';

export const SIZE = { width: 1280, height: 720 };
const PAINTED = '#204080';

/** A viewer in front of a desktop, and who works for the two. */
export interface SetUp {
  readonly page: Page;
  readonly xvnc: number[];
  /** Between the desktop and the viewer. */
  readonly between: number[];
  stop(): Promise<void>;
}

/** The product as it is built, a session that was bought, the portal's page of it. */
export async function startOurs(browser: Browser, { hostAndPort }: Pages): Promise<SetUp> {
  const product = await Product.start({
    DESKTOP_START_URL: `http://${hostAndPort}/keys`,
    EGRESS_ALLOW: hostAndPort,
    EGRESS_PORTS: `80,443,${new URL(`http://${hostAndPort}`).port}`,
    DESKTOP_POOL_SIZE: '0',
  });
  try {
    const owner = await product.customer().register();
    const { id } = await owner.buySession();
    const page = await openPage(browser);
    await openSession(page, owner, id);
    await focus(page);
    const xvnc = displaysUnder(product.processes());
    if (xvnc.length !== 1) throw new Error(`the desktop has ${xvnc.length} displays`);
    return {
      page,
      xvnc,
      between: [product.apiPid()],
      stop: () => product.stop(),
    };
  } catch (error) {
    await product.stop();
    throw error;
  }
}

/** noVNC's own class over websockify to an Xvnc with its defaults; undefined when websockify is not installed. */
export async function startPlain(
  browser: Browser,
  { hostAndPort }: Pages,
  folder: string,
): Promise<SetUp | undefined> {
  const desktop = await startPlainDesktop(folder, SIZE, `http://${hostAndPort}/keys`);
  const websockify = await startWebsockify(desktop.socket);
  if (!websockify) {
    await desktop.stop();
    return undefined;
  }
  const stop = async () => {
    websockify.process.kill();
    await desktop.stop();
  };
  try {
    const page = await openPage(browser);
    await page.goto(`http://${hostAndPort}/viewer?${websockify.port}`);
    await focus(page);
    const between = familyOf(websockify.process).map(({ pid }) => pid);
    return { page, xvnc: [desktop.xvncPid], between, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await installStopwatch(context);
  return context.newPage();
}

/** As soon as the desktop shows its page: the keys go there from now on. */
async function focus(page: Page): Promise<void> {
  await until('the desktop is painted', async () => (await colourOf(page)) === PAINTED, 30_000);
  await page
    .locator('canvas')
    .first()
    .click({ position: { x: 300, y: 400 } });
}
