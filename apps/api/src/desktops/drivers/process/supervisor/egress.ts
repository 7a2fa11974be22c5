import { CheckedDial } from './gate/checked-dial.js';
import type { DenialCounts } from './gate/denial-counts.js';
import { AddressRanges } from './gate/address-ranges.js';
import { EgressMeter } from './gate/egress-meter.js';
import { parseListed } from './gate/listed-hosts.js';
import { parseExceptions } from './gate/egress-exceptions.js';
import { createEgressGate } from './gate/egress-gate.js';
import { OwnEndpoints } from './gate/own-endpoints.js';
import type { SupervisorSpec } from './supervisor-spec.js';

/** What a desktop may take beyond its bytes is what flows in this time. */
const ENFORCE_EVERY_MS = 1_000;

/** Opens the gate on a Unix socket; resolves when it listens, with what counts what passes. */
export function startEgress(
  path: string,
  egress: SupervisorSpec['egress'],
  denials: DenialCounts,
): Promise<EgressMeter> {
  const { ports, loopbackCanBeAllowed } = egress;
  const rules = {
    ...{ ports, loopbackCanBeAllowed, listed: parseListed(egress.only) },
    ...parseExceptions(egress.allow),
    deniedNetworks: new AddressRanges(egress.deny),
  };
  const meter = new EgressMeter(egress.caps);
  const own = new OwnEndpoints(egress.ownEndpoints, egress.ownHosts);
  const gate = createEgressGate(new CheckedDial(rules, own, meter), denials);
  setInterval(() => meter.enforce(), ENFORCE_EVERY_MS).unref();
  return new Promise((resolve, reject) => {
    gate.once('error', reject);
    gate.listen(path, () => resolve(meter));
  });
}
