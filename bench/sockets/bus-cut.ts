import type { ApiNode } from '../../test/support/api-node.js';
import type { Cluster } from '../../test/support/cluster.js';
import { TcpProxy } from '../../test/support/tcp-proxy.js';
import { until } from '../../test/support/until.js';

/** A node that reaches its database, but hears no hint of any node: what it learns, it learns by its sweeps. */
export async function startWithoutBus(cluster: Cluster): Promise<{ node: ApiNode; cable: TcpProxy }> {
  const cable = await TcpProxy.start({ path: cluster.database.socketPath });
  const node = await cluster.start({ databaseUrl: cluster.database.urlThrough(cable.port) });
  cable.refuses = (bytes) => bytes.includes('onedollaragent-signals');
  cable.reset();
  await until('no hint arrives', () => node.output.includes('signals disconnected'));
  return { node, cable };
}
