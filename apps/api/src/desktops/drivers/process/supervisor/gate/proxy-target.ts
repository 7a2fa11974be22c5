/** What a browser asks its proxy for. `hostname` is lower case, without brackets and trailing dot. */
export interface ProxyTarget {
  hostname: string;
  port: number;
}

const LONGEST_NAME = 253; // RFC 1035 2.3.4, as text

/** The authority of a CONNECT line, `host:port` (RFC 9110 9.3.6). Null when it is anything else. */
export function connectTarget(authority: string): ProxyTarget | null {
  const match = /^(\[[0-9a-f:.]+\]|[^\s:/@?#\\[\]]+):(\d{1,5})$/i.exec(authority);
  if (match === null) return null;
  const port = Number(match[2]);
  return port >= 1 && port <= 65_535 ? target(match[1] ?? '', port) : null;
}

/** The absolute form of a request line, `http://host[:port]/path` (RFC 9112 3.2.2). Null when it is anything else. */
export function absoluteTarget(line: string): (ProxyTarget & { url: URL }) | null {
  if (!/^http:\/\//i.test(line) || !URL.canParse(line)) return null;
  const url = new URL(line);
  const found = target(url.hostname, url.port === '' ? 80 : Number(url.port));
  return found === null ? null : { ...found, url };
}

function target(host: string, port: number): ProxyTarget | null {
  const hostname = host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  return hostname === '' || hostname.length > LONGEST_NAME ? null : { hostname, port };
}
