import { CheckedDial } from './gate/checked-dial.js';
import type { DenialCounts } from './gate/denial-counts.js';
import { parseExceptions } from './gate/egress-exceptions.js';
import { createEgressGate } from './gate/egress-gate.js';
import { OwnEndpoints } from './gate/own-endpoints.js';
import type { SupervisorSpec } from './supervisor-spec.js';

/** Opens the gate on a Unix socket; resolves when it listens. */
export function startEgress(
  path: string,
  egress: SupervisorSpec['egress'],
  denials: DenialCounts,
): Promise<void> {
  const { ports, loopbackCanBeAllowed } = egress;
  const rules = { ports, loopbackCanBeAllowed, ...parseExceptions(egress.allow) };
  const gate = createEgressGate(new CheckedDial(rules, new OwnEndpoints(egress.ownEndpoints)), denials);
  return new Promise((resolve, reject) => {
    gate.once('error', reject);
    gate.listen(path, resolve);
  });
}
