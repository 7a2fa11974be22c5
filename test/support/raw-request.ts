import http from 'node:http';

/** A request with any header at all, Host and Sec-Fetch-Site too, which `fetch` keeps to itself. */
export function rawRequest(
  url: string,
  method: string,
  path: string,
  headers: http.OutgoingHttpHeaders = {},
  body: string | Buffer = '',
): Promise<Response> {
  return new Promise((resolve, reject) => {
    // said by hand: of a DELETE Node sends a body without its length, which is no request at all
    const length = body.length > 0 ? { 'content-length': Buffer.byteLength(body) } : {};
    const options = { method, headers: { ...length, ...headers } };
    const request = http.request(url + path, options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const given = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
        const status = incoming.statusCode ?? 0;
        const hasBody = status !== 204 && method !== 'HEAD';
        resolve(
          new Response(hasBody ? Buffer.concat(chunks) : null, {
            status,
            headers: Object.fromEntries(given),
          }),
        );
      });
    });
    request.on('error', reject).end(body);
  });
}
