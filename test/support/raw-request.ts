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
    const request = http.request(url + path, { method, headers }, (incoming) => {
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
