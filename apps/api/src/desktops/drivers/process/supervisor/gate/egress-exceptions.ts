import { AddressRanges } from './address-ranges.js';

export interface EgressExceptions {
  allowedEndpoints: { host: string; port: number }[];
  allowedNetworks: AddressRanges;
}

/** Reads the entries of `EGRESS_ALLOW`: `host:port`, `[v6]:port`, or a range with its `/bits`. */
export function parseExceptions(entries: readonly string[]): EgressExceptions {
  const ranges = entries.filter((entry) => entry.includes('/'));
  const endpoints = entries.filter((entry) => !entry.includes('/'));
  return { allowedEndpoints: endpoints.map(parseEndpoint), allowedNetworks: new AddressRanges(ranges) };
}

function parseEndpoint(entry: string): { host: string; port: number } {
  const colon = entry.lastIndexOf(':');
  const host = entry.slice(0, colon).replace(/^\[|\]$/g, '');
  return { host: host.toLowerCase(), port: Number(entry.slice(colon + 1)) };
}
