import type { ApiClient } from './api-client.js';
import { firstFrame } from './first-frame.js';
import { descriptorsOf, scanHost, type HostScan } from './host-scan.js';
import type { Product } from './product.js';
import { Recorder } from './recorder.js';
import { until } from './until.js';

export interface Rest {
  scan: HostScan;
  descriptors: number;
  orphans: number;
}

/** One life of a desktop: paid, looked at, ended by its customer, and gone with a certificate. */
export async function cycle(product: Product, end: 'by customer' | 'by deadline'): Promise<string> {
  const owner = await product.customer().register();
  const session = await owner.buySession();
  const desktop = new Recorder(await owner.desktopSocket(session.id));
  await firstFrame(desktop.socket);
  if (end === 'by customer') await owner.call('POST', `/api/sessions/${session.id}/end`);
  await desktop.end();
  await deleted(owner, session.id);
  return session.id;
}

export async function deleted(owner: ApiClient, sessionId: string): Promise<void> {
  await until(
    'all of it is deleted',
    async () => (await owner.session(sessionId)).desktop.deletedAt !== undefined,
    60_000,
  );
}

/** The product with nothing to do: what is there of it on the host, and what its api holds open. */
export async function atRest(product: Product, admin: ApiClient): Promise<Rest> {
  await until(
    'nobody has a desktop',
    async () => {
      const { desktops } = (await admin.call('GET', '/api/admin/overview')) as {
        desktops: { inUse: number; warm: number };
      };
      return desktops.inUse === 0 && desktops.warm === 0;
    },
    60_000,
  );
  const metrics = await (await fetch(`${product.origin}/metrics`)).text();
  const orphans = [...metrics.matchAll(/^desktops_orphans\{[^}]*\} (\d+)$/gm)].map(([, count]) =>
    Number(count),
  );
  return {
    scan: scanHost(product.runDir),
    descriptors: descriptorsOf(product.apiPid()),
    orphans: orphans.reduce((sum, count) => sum + count, 0),
  };
}
