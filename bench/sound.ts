import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RunFolders } from '../apps/api/src/desktops/drivers/process/run-folders.js';
import { Devtools } from '../apps/api/src/desktops/testing/devtools.js';
import type { ApiClient } from '../test/support/api-client.js';
import { openBrowser } from '../test/support/browser.js';
import { LOUDNESS, withAnEar } from '../test/support/portal-ear.js';
import { openSession } from '../test/support/portal.js';
import { Product } from '../test/support/product.js';
import { whatTheyTake } from './desktop-cost/what-it-takes.js';
import { ms, percentile, type Report } from './report.js';
import { listenTo, wallMs } from './sound/listener.js';

const SETTLE_MS = 5_000;
const ONSETS = 40;

// for the desktop's page: a tone that a gain lets through or not
const TONE = `(() => {
  const context = new AudioContext();
  globalThis.gain = new GainNode(context, { gain: 0.25 });
  gain.connect(context.destination);
  const tone = new OscillatorNode(context);
  tone.connect(gain);
  tone.start();
  return context.resume().then(() => context.state);
})()`;
const LOUD = '(() => { gain.gain.value = 0.5; return performance.timeOrigin + performance.now(); })()';
const SILENT = '(() => { gain.gain.value = 0; return 0; })()';
const UNTIL_HEARD = `new Promise((heard) => {
  const look = () => (${LOUDNESS} > 0.02 ? heard(performance.timeOrigin + performance.now()) : setTimeout(look, 1));
  look();
})`;

/** What sound costs, with nobody and with somebody listening, and how late it is. */
export async function run(): Promise<Report> {
  const rows: (string | number)[][] = [];
  const notes: string[] = [];
  await withDesktop('off', async ({ take }) => {
    rows.push(['SOUND=off, idle', ...(await take())]);
  });
  await withDesktop('on', async ({ take, owner, sessionId, page, product }) => {
    rows.push(['nobody listens, idle', ...(await take())]);
    await page.evaluate(TONE);
    rows.push(['nobody listens, a page plays', ...(await take())]);
    const listener = await listenTo(owner, sessionId);
    rows.push(['one listens, a page plays', ...(await take())]);
    const toSocket = await onsets(page, async () => {
      listener.takeOnset();
      return async () => {
        await sleep(400);
        return listener.takeOnset();
      };
    });
    listener.socket.close();
    notes.push(late('at a client of the socket, decoded', toSocket));
    notes.push(
      late('in the portal, on its way to the loudspeaker', await inPortal(product, owner, sessionId, page)),
    );
  });
  return { title: 'Sound', columns: ['one desktop', 'PSS MiB', '% of a core'], rows, notes };
}

interface Stage {
  product: Product;
  owner: ApiClient;
  sessionId: string;
  page: Devtools;
  /** Memory and processor of the desktop, supervisor included, once it has come to rest. */
  take(): Promise<[number, string]>;
}

async function withDesktop(sound: 'on' | 'off', work: (stage: Stage) => Promise<void>): Promise<void> {
  const product = await Product.start({ DESKTOP_POOL_SIZE: '0', SOUND: sound });
  try {
    const owner = await product.customer().register();
    const { id: sessionId } = await owner.buySession();
    const folders = new RunFolders(product.runDir);
    const [folder = ''] = folders.list().map((id) => folders.of(id).path);
    const page = await Devtools.open(path.join(folder, 'sockets/cdp.sock'));
    const take = async (): Promise<[number, string]> => {
      await sleep(SETTLE_MS);
      const [taken] = await whatTheyTake([folder]);
      return [Math.round((taken?.pssBytes ?? NaN) / 2 ** 20), (taken?.processorPercent ?? NaN).toFixed(1)];
    };
    await work({ product, owner, sessionId, page, take });
    page.close();
  } finally {
    await product.stop();
  }
}

/** Milliseconds from a tone's begin in the page to its arrival, which `listen` begins to wait for. */
async function onsets(page: Devtools, listen: () => Promise<() => Promise<number>>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < ONSETS; n += 1) {
    await page.evaluate(SILENT);
    await sleep(600 + Math.random() * 40); // no step with the frames of 20 ms
    const arrival = await listen();
    const beganMs = Number(await page.evaluate(LOUD));
    times.push((await arrival()) - beganMs);
  }
  return times.filter((time) => time > 0 && time < wallMs());
}

async function inPortal(product: Product, owner: ApiClient, sessionId: string, page: Devtools) {
  const { browser, page: portal } = await openBrowser();
  try {
    await withAnEar(portal);
    await openSession(portal, owner, sessionId);
    await portal.getByRole('button', { name: 'Turn the sound on' }).click();
    await portal.getByRole('button', { name: 'Turn the sound off' }).waitFor();
    return await onsets(page, async () => {
      const heard = portal.evaluate<number>(UNTIL_HEARD);
      return () => heard;
    });
  } finally {
    await browser.close();
  }
}

function late(where: string, times: readonly number[]): string {
  const [p50, p95] = [50, 95].map((share) => ms(percentile(times, share)));
  return `From a tone's begin in the desktop to its sound ${where}: p50 ${p50}, p95 ${p95} ms, ${times.length} times.`;
}
