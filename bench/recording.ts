import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Recording, RecordingDetail } from '#contracts';
import { readSegment } from '#recording';
import type { ApiClient } from '../test/support/api-client.js';
import { displaysUnder } from '../test/support/processes.js';
import { Product } from '../test/support/product.js';
import { until } from '../test/support/until.js';
import { ownCpuSeconds } from './relay/processes.js';
import type { Report } from './report.js';

const PHASE_SECONDS = 20;

/** What a desktop may show: each a body and what runs in it. */
const PAGES: Record<string, string> = {
  'a page at rest': '<h1>Nothing moves</h1>',
  'a clock and a line of text a second':
    '<pre id=t></pre><script>setInterval(() => (t.textContent += new Date().toISOString() + "\\n"), 1000)</script>',
  'a full-screen animation': `<canvas id=c width=1280 height=720></canvas><script>
    const g = c.getContext('2d');
    (function paint(ms) {
      for (let y = 0; y < 720; y += 24) for (let x = 0; x < 1280; x += 24) {
        g.fillStyle = 'hsl(' + ((x + y + ms / 10) % 360) + ' 70% ' + (30 + ((x * y + ms / 20) % 40)) + '%)';
        g.fillRect(x, y, 24, 24);
      }
      requestAnimationFrame(paint);
    })(0);
  </script>`,
};

/** What recording costs: bytes, and the processor of the api and of the desktop's Xvnc, which without a viewer does little. */
export async function run(): Promise<Report> {
  const rows: Report['rows'] = [];
  for (const [name, body] of Object.entries(PAGES)) rows.push([name, ...(await measure(body))]);
  return {
    title: `Recording one desktop of 1280 by 720, ${PHASE_SECONDS} s each without and with it`,
    columns: ['page', 'kB/s', 'MB/hour', 'pictures/s', 'api CPU %', 'Xvnc CPU % without', 'with'],
    rows,
    notes: ['CPU % of one core. Bytes include the whole picture that a segment begins with.'],
  };
}

async function measure(body: string): Promise<(string | number)[]> {
  const site = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(body));
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const { port } = site.address() as AddressInfo;
  const product = await Product.start({
    DESKTOP_POOL_SIZE: '0',
    DESKTOP_START_URL: `http://127.0.0.1:${port}/`,
    EGRESS_ALLOW: `127.0.0.1:${port}`,
    EGRESS_PORTS: `80,443,${port}`,
  });
  try {
    const owner = await product.customer().register();
    const { id } = await owner.buySession();
    await sleep(5_000); // the page has come to its pace
    const watched = [product.apiPid(), ...displaysUnder(product.processes())];
    const [, xvncAlone] = await cpuWhile(watched, () => sleep(PHASE_SECONDS * 1_000));
    const order = (action: 'start' | 'stop') =>
      owner.call('POST', `/api/sessions/${id}/recording`, { action });
    const [api, xvnc] = await cpuWhile(watched, async () => {
      await order('start');
      await sleep(PHASE_SECONDS * 1_000);
    });
    const { id: recordingId } = Recording.parse(await order('stop'));
    const recording = await until('it is closed', () => closed(owner, recordingId));
    const seconds = recording.recordedMs / 1_000;
    const pictures = (await picturesIn(owner, recording)) / seconds;
    const bytes = recording.bytes / seconds;
    return [kilo(bytes), kilo((bytes * 3_600) / 1_000), pictures.toFixed(1), api, xvncAlone, xvnc].map(
      String,
    );
  } finally {
    await product.stop();
    site.close();
  }
}

const kilo = (bytes: number) => (bytes / 1_000).toFixed(1);

async function closed(owner: ApiClient, id: string): Promise<RecordingDetail | false> {
  const detail = RecordingDetail.parse(await owner.call('GET', `/api/recordings/${id}`));
  return detail.segments.length > 0 && detail.segments.every(({ isOpen }) => !isOpen) && detail;
}

async function picturesIn(owner: ApiClient, { id, segments }: RecordingDetail): Promise<number> {
  let pictures = 0;
  for (const { n } of segments) {
    const answer = await owner.request('GET', `/api/recordings/${id}/segments/${n}`);
    const records = readSegment(new Uint8Array(await answer.arrayBuffer()))?.records ?? [];
    pictures += Math.max(0, records.length - 1);
  }
  return pictures;
}

/** Percent of a core that each process took meanwhile. */
async function cpuWhile(pids: readonly number[], work: () => Promise<void>): Promise<string[]> {
  const startedMs = performance.now();
  const before = pids.map(ownCpuSeconds);
  await work();
  const elapsed = (performance.now() - startedMs) / 1_000;
  return pids.map((pid, n) => ((100 * (ownCpuSeconds(pid) - (before[n] ?? 0))) / elapsed).toFixed(1));
}
