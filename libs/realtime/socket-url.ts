/**
 * The WebSocket address of a path below an http(s) origin: `socketUrl('https://app.example', '/ws')`.
 *
 * @throws TypeError when the origin is no URL
 */
export function socketUrl(origin: string, path: string): string {
  const url = new URL(path, origin);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}
