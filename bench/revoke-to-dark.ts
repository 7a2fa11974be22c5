import { setTimeout as sleep } from 'node:timers/promises';
import { Receipt } from '#contracts';
import { Product } from '../test/support/product.js';
import { Recorder } from '../test/support/recorder.js';
import { until } from '../test/support/until.js';
import { ms, percentile, type Report } from './report.js';

const SESSIONS = 10;
const SOCKETS_EACH = 10;

/** From the revocation's commit to each holder's acknowledgement, by the database's clock, and to the close frame at the client. */
export async function run(): Promise<Report> {
  const product = await Product.start({
    RATE_LIMIT_FACTOR: '1000',
    SOCKETS_PER_ACCOUNT: '1000',
    SOCKETS_PER_ADDRESS: '5000',
  });
  const after: Record<string, number[]> = { events: [], desktop: [], process: [] };
  const answered: number[] = [];
  const closed: number[] = [];
  try {
    const admin = await product.admin();
    for (let n = 0; n < SESSIONS; n += 1) {
      const owner = await product.customer().register();
      const session = await owner.buySession();
      const sockets = await Promise.all([
        ...Array.from(
          { length: SOCKETS_EACH },
          async () => new Recorder(await owner.eventsSocket(session.id)),
        ),
        owner.desktopSocket(session.id).then((socket) => new Recorder(socket)),
      ]);
      await until('all sockets are open', () =>
        sockets.every(({ socket }) => socket.readyState === socket.OPEN),
      );
      await sleep(200); // holders registered
      const startedMs = performance.now();
      for (const { socket } of sockets)
        socket.once('close', () => closed.push(performance.now() - startedMs));
      const receipt = Receipt.parse(
        await admin.call('POST', `/api/admin/sessions/${session.id}/revoke`, { reason: 'a benchmark' }),
      );
      answered.push(performance.now() - startedMs);
      for (const { kind, afterMs } of receipt.closed) after[kind]?.push(afterMs);
      if (!receipt.complete) throw new Error(`incomplete: ${JSON.stringify(receipt.missing)}`);
    }
  } finally {
    await product.stop();
  }
  const row = (what: string, values: number[]) => [
    what,
    values.length,
    ms(percentile(values, 50)),
    ms(percentile(values, 99)),
    ms(Math.max(...values)),
  ];
  return {
    title: `Revoke to dark: ${SESSIONS} sessions, each with ${SOCKETS_EACH} events sockets and a desktop socket, one node (ms)`,
    columns: ['what', 'n', 'p50', 'p99', 'max'],
    rows: [
      row('events socket acknowledged', after['events'] ?? []),
      row('desktop socket acknowledged', after['desktop'] ?? []),
      row("desktop's processes gone", after['process'] ?? []),
      row('close frame at the client (from the request)', closed),
      row('answer with the receipt', answered),
    ],
  };
}
