import net from 'node:net';
import { decideEgress, type EgressDenial, type EgressRules } from './decide-egress.js';
import type { EgressExcess, EgressMeter } from './egress-meter.js';
import { OwnEndpoints } from './own-endpoints.js';
import type { ProxyTarget } from './proxy-target.js';
import { resolveAddresses } from './resolve-addresses.js';

export class EgressDenied extends Error {
  constructor(readonly reason: DenialReason) {
    super(`egress denied: ${reason}`);
  }
}

const CONNECT_TIMEOUT_MS = 15_000;

export type StandingRules = Omit<EgressRules, 'ownEndpoints' | 'hostAddresses'>;

/** Both reasons: what may not be reached, and what a desktop has had enough of. */
export type DenialReason = EgressDenial | EgressExcess;

/** Opens connections for the gate: resolves, decides on each address, and dials exactly those it allowed. */
export class CheckedDial {
  constructor(
    private readonly rules: StandingRules,
    private readonly ownEndpoints: OwnEndpoints,
    private readonly meter: EgressMeter,
    private readonly resolve: (hostname: string) => Promise<string[]> = resolveAddresses,
  ) {}

  /**
   * @throws EgressDenied when no address of the target may be reached, or the desktop has had enough
   * @throws Error when the name has no address or nothing answers
   */
  async open({ hostname, port }: ProxyTarget): Promise<net.Socket> {
    const rules = { ...this.rules, ...(await this.ownEndpoints.current()) };
    const decisions = (await this.resolve(hostname)).map((address) => ({
      address,
      decision: decideEgress({ hostname, port, address }, rules),
    }));
    const allowed = decisions.filter(({ decision }) => decision.allowed).map(({ address }) => address);
    if (allowed.length > 0) return this.metered(() => connect(allowed, port));
    const [first] = decisions;
    if (first === undefined || first.decision.allowed) throw new Error(`${hostname} has no address`);
    throw new EgressDenied(first.decision.reason);
  }

  private async metered(dial: () => Promise<net.Socket>): Promise<net.Socket> {
    const excess = this.meter.ask();
    if (excess !== null) throw new EgressDenied(excess);
    try {
      const socket = await dial();
      this.meter.opened(socket);
      return socket;
    } catch (error) {
      this.meter.failed();
      throw error;
    }
  }
}

/** Tries the addresses side by side (RFC 8305) without ever asking a resolver again. */
function connect(addresses: string[], port: number): Promise<net.Socket> {
  const known = addresses.map((address) => ({ address, family: net.isIP(address) }));
  return new Promise((resolve, reject) => {
    const socket = net.connect({
      host: 'checked.invalid', // never resolved: `lookup` answers with the checked addresses
      port,
      lookup: (_name, _options, answer) => answer(null, known),
      autoSelectFamily: true,
      allowHalfOpen: true,
      noDelay: true,
      keepAlive: true,
    });
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => socket.destroy(new Error('connect timed out')));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
