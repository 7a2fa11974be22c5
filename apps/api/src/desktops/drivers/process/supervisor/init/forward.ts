import net from 'node:net';

/**
 * Joins every connection that arrives at `listen` with a new one to `to`, bytes unchanged, half-closes included.
 * Resolves when it listens.
 */
export function forward(listen: net.ListenOptions, to: net.NetConnectOpts): Promise<net.Server> {
  const server = net.createServer({ allowHalfOpen: true }, (near) => {
    const far = net.connect({ ...to, allowHalfOpen: true });
    const endBoth = () => {
      near.destroy();
      far.destroy();
    };
    near.on('error', endBoth).on('close', endBoth);
    far.on('error', endBoth).on('close', endBoth);
    near.pipe(far).pipe(near);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen, () => resolve(server));
  });
}
