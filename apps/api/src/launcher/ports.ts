import { createServer, type AddressInfo } from 'node:net';
import type { AppConfig } from '../config/app-config.js';
import { loadConfig } from '../config/load-config.js';

export class PortInUse extends Error {}

export function portInUse(name: string, port: number): never {
  throw new PortInUse(`${name} ${port} is in use on this machine. Choose another one.`);
}

/** @returns `port` when it is free on loopback (any free one for 0), else undefined */
export function freePort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const { port: free } = probe.address() as AddressInfo;
      probe.close(() => resolve(free));
    });
  });
}

/** PORT=0 means any free port: chosen here, because the launcher and the sandbox must know it too. */
export async function withPort(config: AppConfig): Promise<AppConfig> {
  if (config.server.port !== 0) return config;
  const port = (await freePort(0)) ?? portInUse('PORT', 0);
  return loadConfig({ ...process.env, PORT: String(port) });
}
