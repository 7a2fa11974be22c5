import { setTimeout as sleep } from 'node:timers/promises';
import { RESERVED_BYTES } from '../apps/api/src/desktops/desktop-capacity.js';
import { RunFolders } from '../apps/api/src/desktops/drivers/process/run-folders.js';
import { Product } from '../test/support/product.js';
import { until } from '../test/support/until.js';
import { serveUsualPage, USUAL } from './desktop-cost/usual-page.js';
import { whatTheyTake, type Taken } from './desktop-cost/what-it-takes.js';
import { percentile, type Report } from './report.js';

const WARM = 4;
const IN_USE = 3;
/** A page is loaded, a desktop has come to rest. */
const SETTLE_MS = 10_000;
const HOST_BYTES = 24 * 2 ** 30;

/** What a desktop costs that nobody looks at: frozen in the pool, on the start page, and on a usual page. */
export async function run(): Promise<Report> {
  const page = await serveUsualPage();
  const onUsualPage = {
    DESKTOP_START_URL: `http://${page.hostAndPort}/`,
    EGRESS_ALLOW: page.hostAndPort,
    EGRESS_PORTS: `80,443,${page.hostAndPort.split(':')[1] ?? ''}`,
  };
  try {
    return {
      title: 'What a desktop of 1280 by 720 takes',
      columns: ['desktop', 'PSS MiB', 'charged MiB', 'most charged', '% of a core', 'most', 'fit in 24 GiB'],
      rows: [
        row(`warm and frozen (${WARM})`, await measure(WARM, 0, {})),
        row(`in use, start page (${IN_USE})`, await measure(0, IN_USE, {})),
        row(`in use, usual page (${IN_USE})`, await measure(0, IN_USE, onUsualPage)),
      ],
      notes: [
        `Medians of the desktops. A usual page: ${USUAL}.`,
        'Charged is what the kernel counts for the control group: files and what was read first too. What fits is 24 GiB less 512 MiB for the rest, by the larger of the two.',
      ],
    };
  } finally {
    page.stop();
  }
}

async function measure(warm: number, inUse: number, env: Record<string, string>): Promise<Taken[]> {
  const product = await Product.start({ DESKTOP_POOL_SIZE: String(warm), RATE_LIMIT_FACTOR: '1000', ...env });
  try {
    const folders = new RunFolders(product.runDir);
    const admin = await product.admin();
    for (let n = 0; n < inUse; n += 1) await (await product.customer().register()).buySession();
    await until(
      'the pool is full',
      async () => warmIn(await admin.call('GET', '/api/admin/overview')) >= warm,
      60_000,
    );
    await sleep(SETTLE_MS);
    return await whatTheyTake(folders.list().map((id) => folders.of(id).path));
  } finally {
    await product.stop();
  }
}

const warmIn = (overview: unknown) => (overview as { desktops: { warm: number } }).desktops.warm;

function row(name: string, taken: readonly Taken[]): (string | number)[] {
  const of = (what: keyof Taken) => taken.map((each) => each[what]);
  const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20);
  const dearer = Math.max(percentile(of('pssBytes'), 50), percentile(of('chargedBytes'), 50) || 0);
  return [
    name,
    mebibytes(percentile(of('pssBytes'), 50)),
    mebibytes(percentile(of('chargedBytes'), 50)),
    mebibytes(Math.max(...of('chargedBytes'))),
    percentile(of('processorPercent'), 50).toFixed(2),
    Math.max(...of('processorPercent')).toFixed(2),
    Math.floor((HOST_BYTES - RESERVED_BYTES) / dearer),
  ];
}
