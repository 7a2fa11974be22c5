/** RFC 9110 7.6.1, and the two that browsers add for proxies: these end at the gate. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The headers that travel on, as the flat name-value list Node writes unchanged. `rawHeaders` keeps repeated headers
 * apart and names as they were spelled.
 */
export function forwardedHeaders(rawHeaders: readonly string[], ...alsoDropped: string[]): string[] {
  const dropped = new Set([...HOP_BY_HOP, ...alsoDropped, ...namedByConnection(rawHeaders)]);
  return pairsOf(rawHeaders)
    .filter(([name]) => !dropped.has(name.toLowerCase()))
    .flat();
}

/** `Connection: close, x-mine` makes `x-mine` end here too. */
function namedByConnection(rawHeaders: readonly string[]): string[] {
  return pairsOf(rawHeaders)
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((name) => name.trim());
}

function pairsOf(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i] ?? '', raw[2 * i + 1] ?? '']);
}
