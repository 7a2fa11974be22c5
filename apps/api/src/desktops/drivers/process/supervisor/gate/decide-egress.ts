import { classifyAddress, type SpecialClass } from './address-classes.js';
import { withoutZone, type AddressRanges } from './address-ranges.js';
import { embeddedIpv4 } from './embedded-ipv4.js';
import type { ListedHosts } from './listed-hosts.js';

/** One address a name resolved to: the gate asks for each and dials only those that are allowed. */
export interface EgressQuestion {
  /** As the browser sent it: lower case, no brackets, no trailing dot. */
  hostname: string;
  port: number;
  address: string;
}

export interface EgressRules {
  ports: readonly number[];
  /** `EGRESS_ALLOW`, the `host:port` entries: they open their port too. */
  allowedEndpoints: readonly { host: string; port: number }[];
  /** `EGRESS_ALLOW`, the ranges: they open `ports` only. */
  allowedNetworks: AddressRanges;
  /** `EGRESS_ONLY`: with a list, nothing else is reached. */
  listed: ListedHosts | null;
  /** `EGRESS_DENY`: closed whatever else says. */
  deniedNetworks: AddressRanges;
  /** The api, the payment sandbox, the database: closed whatever `EGRESS_ALLOW` says. */
  ownEndpoints: readonly { address: string; port: number }[];
  /** Every address of this host's interfaces, and those that our own names have. */
  hostAddresses: readonly string[];
  /** False in production: there no exception opens loopback. */
  loopbackCanBeAllowed: boolean;
}

export type EgressDenial = SpecialClass | 'port' | 'own_endpoint' | 'this_host' | 'denied' | 'not_listed';

export type EgressDecision = { allowed: true } | { allowed: false; reason: EgressDenial };

/**
 * May a desktop open `address:port`? Decides on the resolved address, never on the spelling of a name:
 *
 * 1. Credentials of the cloud, endpoints of ours, what the operator denies: never, no exception reaches them.
 * 2. An exception of the operator: yes (loopback only outside production).
 * 3. A port outside `EGRESS_PORTS`: no.
 * 4. An address of this host, or one that is not public internet: no.
 * 5. With a list of what may be reached, anything else: no.
 * 6. Everything else: yes.
 */
export function decideEgress(question: EgressQuestion, rules: EgressRules): EgressDecision {
  const spellings = spellingsOf(question.address);
  const classes = spellings.map(classifyAddress);
  const isThisHost =
    classes.some((name) => name === 'loopback' || name === 'unspecified') ||
    spellings.some((address) => rules.hostAddresses.includes(address));

  if (classes.includes('metadata')) return denied('metadata');
  if (isOwnEndpoint(question.port, spellings, isThisHost, rules)) return denied('own_endpoint');
  if (spellings.some((address) => rules.deniedNetworks.has(address))) return denied('denied');
  if (isException(question, rules)) {
    return isThisHost && !rules.loopbackCanBeAllowed ? denied('loopback') : { allowed: true };
  }
  if (!rules.ports.includes(question.port)) return denied('port');

  const special = classes.find((name) => name !== 'public');
  if (special !== undefined) return denied(special);
  if (isThisHost) return denied('this_host');
  const isListed = rules.listed?.has(question.hostname, withoutZone(question.address)) ?? true;
  return isListed ? { allowed: true } : denied('not_listed');
}

/** The address itself first, then the IPv4 address it stands for. */
function spellingsOf(address: string): string[] {
  const plain = withoutZone(address);
  const embedded = embeddedIpv4(plain);
  return embedded === null ? [plain] : [plain, embedded];
}

/** A service of ours on this host is meant by every address of this host, not only the one it is bound to. */
function isOwnEndpoint(port: number, spellings: string[], isThisHost: boolean, rules: EgressRules): boolean {
  return rules.ownEndpoints.some((own) => {
    if (own.port !== port) return false;
    if (spellings.includes(own.address)) return true;
    const ownIsThisHost =
      ['loopback', 'unspecified'].includes(classifyAddress(own.address)) ||
      rules.hostAddresses.includes(own.address);
    return isThisHost && ownIsThisHost;
  });
}

/** Only the address itself counts here: another spelling of an allowed one is not what the operator wrote. */
function isException({ hostname, port, address }: EgressQuestion, rules: EgressRules): boolean {
  const plain = withoutZone(address);
  const named = rules.allowedEndpoints.some(
    (entry) => entry.port === port && (entry.host === hostname || entry.host === plain),
  );
  return named || (rules.ports.includes(port) && rules.allowedNetworks.has(plain));
}

function denied(reason: EgressDenial): EgressDecision {
  return { allowed: false, reason };
}
