import os from 'node:os';
import { resolveAddresses } from './resolve-addresses.js';

/** Names move and interfaces come and go: what is known of them is renewed this often. */
const FRESH_FOR_MS = 30_000;

export interface HostView {
  ownEndpoints: { address: string; port: number }[];
  hostAddresses: string[];
}

/** Our services and this host's addresses, as addresses, never older than `FRESH_FOR_MS`. */
export class OwnEndpoints {
  private view: Promise<HostView> | null = null;
  private viewedAtMs = 0;

  /** `hosts` are names of ours: whatever else listens on their addresses is ours too. */
  constructor(
    private readonly endpoints: readonly { host: string; port: number }[],
    private readonly hosts: readonly string[] = [],
  ) {}

  current(): Promise<HostView> {
    if (this.view === null || performance.now() - this.viewedAtMs > FRESH_FOR_MS) {
      this.view = this.look();
      this.viewedAtMs = performance.now();
    }
    return this.view;
  }

  private async look(): Promise<HostView> {
    const addresses = await Promise.all(this.endpoints.map(addressesOf));
    const named = await Promise.all(this.hosts.map((host) => addressesOf({ host, port: 0 })));
    const hostAddresses = [...interfaceAddresses(), ...named.flat().map(({ address }) => address)];
    return { ownEndpoints: addresses.flat(), hostAddresses };
  }
}

async function addressesOf({ host, port }: { host: string; port: number }) {
  try {
    return (await resolveAddresses(host)).map((address) => ({ address, port }));
  } catch {
    return []; // a name of ours that has no address now cannot be dialled either
  }
}

function interfaceAddresses(): string[] {
  return Object.values(os.networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
}
