import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32, deflateSync } from 'node:zlib';

const PARAGRAPHS = 1_500;
const PICTURES = 24;
const SIZE = { width: 800, height: 600 };

/** In words, for a table. */
export const USUAL = `${PARAGRAPHS} paragraphs, ${PICTURES} pictures of ${SIZE.width} by ${SIZE.height}, a script with 20 MB`;

const PAGE = `<!doctype html><title>usual</title><style>img{width:46%;margin:1%}</style><h1>A usual page</h1>
${Array.from({ length: PICTURES }, (_, n) => `<img src="/picture/${n}.png">`).join('')}
${Array.from({ length: PARAGRAPHS }, (_, n) => `<p>${`<a href="#${n}">Paragraph ${n}</a> says what such pages say. `.repeat(6)}</p>`).join('')}
<script>
  globalThis.kept = Array.from({ length: 200_000 }, (_, n) => ({ id: n, name: 'item ' + n, tags: [n % 7, n % 11] }));
  setInterval(() => (document.title = 'usual ' + new Date().getSeconds()), 1_000);
</script>`;

export interface UsualPage {
  readonly hostAndPort: string;
  stop(): void;
}

/** A page as shops and newspapers have them: long, with pictures, and a script that does a little now and then. */
export async function serveUsualPage(): Promise<UsualPage> {
  const server = createServer((request, response) => {
    const picture = /^\/picture\/(\d+)\.png$/.exec(request.url ?? '')?.[1];
    if (picture === undefined) response.setHeader('Content-Type', 'text/html').end(PAGE);
    else response.setHeader('Content-Type', 'image/png').end(photo(Number(picture)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    hostAndPort: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A PNG of colours that run into each other with a grain, which compresses about as a photograph does. */
function photo(seed: number): Buffer {
  const row = 1 + SIZE.width * 3;
  const pixels = Buffer.alloc(row * SIZE.height);
  for (let y = 0; y < SIZE.height; y += 1) {
    for (let x = 0; x < SIZE.width * 3; x += 1) {
      pixels[y * row + 1 + x] = (x / 10 + y / 3 + seed * 40 + Math.random() * 16) & 0xff;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE.width, 0);
  header.writeUInt32BE(SIZE.height, 4);
  header.set([8, 2, 0, 0, 0], 8); // eight bits, red green blue
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
