import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AddressRanges } from './address-ranges.js';
import { CheckedDial } from './checked-dial.js';
import { DenialCounts } from './denial-counts.js';
import { EgressMeter } from './egress-meter.js';
import { parseExceptions } from './egress-exceptions.js';
import { createEgressGate } from './egress-gate.js';
import { OwnEndpoints } from './own-endpoints.js';
import { START_HOST } from './start-page.js';

/** A real gate on a real socket in front of a real site; only names are made up. */
const folder = mkdtempSync(path.join(os.tmpdir(), 'oda-gate-'));
const socketPath = path.join(folder, 'egress.sock');
const denials = new DenialCounts();
const CAPS = { connectionsAtOnce: 100, connectionsPerMinute: 100, bytes: 1_000_000 };
const caps = { ...CAPS };
const meter = new EgressMeter(caps);
const names = new Map<string, string[]>();
const seen: http.IncomingMessage[] = [];
let bodies: string[] = [];
let site: http.Server;
let gate: http.Server;
let port: number;

beforeAll(async () => {
  site = http.createServer((request, response) => {
    seen.push(request);
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(body);
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      response.end(`you asked ${request.headers.host} for ${request.url}`);
    });
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  port = (site.address() as net.AddressInfo).port;

  const rules = {
    ports: [80, 443, port],
    loopbackCanBeAllowed: true,
    listed: null,
    deniedNetworks: new AddressRanges([]),
    ...parseExceptions([`site.example:${port}`, `127.0.0.1:${port}`]),
  };
  const dial = new CheckedDial(
    ...([rules, new OwnEndpoints([]), meter] as const),
    async (name) => names.get(name) ?? [name],
  );
  gate = createEgressGate(dial, denials);
  await new Promise<void>((resolve) => gate.listen(socketPath, resolve));
});
beforeEach(() => {
  denials.take();
  seen.length = 0;
  bodies = [];
  names.clear();
  names.set('site.example', ['127.0.0.1']);
});
afterAll(() => {
  gate.close();
  site.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Sends raw text through one connection; resolves with everything that came back once the gate hung up. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(socketPath);
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
    socket.write(text);
  });
}

const get = (url: string, headers = '') =>
  raw(`GET ${url} HTTP/1.1\r\nHost: whatever\r\n${headers}Connection: close\r\n\r\n`);
const statusOf = (answer: string) => Number(answer.split(' ', 2)[1]);

describe('a plain request', () => {
  it.each([
    ['http://10.0.0.1/', 'private'],
    ['http://127.0.0.1/', 'loopback'],
    ['http://[::ffff:127.0.0.1]/', 'translated'],
    ['http://169.254.169.254/latest/meta-data', 'metadata'],
  ])('to %s is refused and counted: %s', async (url, reason) => {
    expect(statusOf(await get(url))).toBe(403);
    expect(denials.take()).toMatchObject([{ reason, count: 1 }]);
  });

  it('to a name that has no address fails without being called forbidden', async () => {
    names.set('nowhere.example', []);
    expect(statusOf(await get('http://nowhere.example/'))).toBe(502);
    expect(denials.take()).toEqual([]);
  });

  it('that is no proxy request is refused', async () => {
    expect(statusOf(await get('/'))).toBe(400);
    expect(statusOf(await get('https://site.example/'))).toBe(400);
  });

  it('arrives with the host that was checked, whatever its Host header said', async () => {
    const answer = await get(
      `http://site.example:${port}/path?q=1`,
      'Proxy-Authorization: Basic c2VjcmV0\r\n',
    );
    expect(statusOf(answer)).toBe(200);
    expect(answer).toContain(`you asked site.example:${port} for /path?q=1`);
    expect(answer.match(/^Set-Cookie: /gm)).toHaveLength(2);
    expect(seen[0]?.headers['proxy-authorization']).toBeUndefined();
  });

  it('arrives with its body, counted or chunked', async () => {
    const post = (rest: string) =>
      raw(`POST http://site.example:${port}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${rest}`);
    await post('Content-Length: 5\r\n\r\nhello');
    await post('Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n');
    expect(bodies).toEqual(['hello', 'hello']);
  });

  it('is checked anew on a connection that was fine before', async () => {
    const first = `GET http://site.example:${port}/ HTTP/1.1\r\nHost: x\r\n\r\n`;
    const second = 'GET http://10.0.0.1/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    const answer = await raw(first + second);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 403']);
  });

  it('goes only to those addresses of a name that are allowed', async () => {
    names.set('127.0.0.1', ['10.0.0.1', '127.0.0.1']);
    expect(statusOf(await get(`http://127.0.0.1:${port}/`))).toBe(200);
    names.set('rebound.example', ['10.0.0.1', '192.168.0.1']);
    expect(statusOf(await get('http://rebound.example/'))).toBe(403);
  });

  it('for the first page is answered by the gate itself', async () => {
    const answer = await get(`http://${START_HOST}/`);
    expect(statusOf(answer)).toBe(200);
    expect(answer).toContain('This browser is yours.');
    expect(statusOf(await get(`http://${START_HOST}/other`))).toBe(404);
  });
});

describe('a desktop that does too much', () => {
  afterEach(() => {
    Object.assign(caps, CAPS);
  });

  it.each([
    ['connectionsAtOnce', 0, 429, 'connections'],
    ['connectionsPerMinute', 0, 429, 'rate'],
    ['bytes', 1, 403, 'bytes'],
  ] as const)('beyond its %s is refused and counted', async (cap, most, status, reason) => {
    expect(statusOf(await get(`http://site.example:${port}/`))).toBe(200);
    caps[cap] = most;
    expect(statusOf(await get(`http://site.example:${port}/`))).toBe(status);
    expect(denials.take()).toMatchObject([{ host: 'site.example', reason, count: 1 }]);
  });

  it('has its tunnels cut when its bytes are used up', async () => {
    const socket = net.connect(socketPath);
    socket.write(`CONNECT site.example:${port} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await once(socket, 'data');
    caps.bytes = 1;
    meter.enforce();
    await once(socket, 'close');
  });
});

describe('a tunnel', () => {
  const connect = (authority: string, then = '') =>
    raw(`CONNECT ${authority} HTTP/1.1\r\nHost: x\r\n\r\n${then}`);

  it.each(['10.0.0.1:443', '127.0.0.1:22', '[::1]:443', 'localhost:443'])(
    'to %s is refused and counted',
    async (authority) => {
      names.set('localhost', ['127.0.0.1', '::1']);
      expect(statusOf(await connect(authority))).toBe(403);
      expect(denials.take()).toHaveLength(1);
    },
  );

  it.each(['nonsense', 'http://site.example/', '../../etc:443'])(
    'to %j is refused as malformed',
    async (authority) => {
      expect(statusOf(await connect(authority))).toBe(400);
    },
  );

  it('carries bytes both ways, those sent at once with the request included', async () => {
    const inner = `GET /inside HTTP/1.1\r\nHost: inner\r\nConnection: close\r\n\r\n`;
    const answer = await connect(`site.example:${port}`, inner);
    expect(answer).toMatch(/^HTTP\/1\.1 200 Connection established\r\n\r\nHTTP\/1\.1 200 OK/);
    expect(answer).toContain('you asked inner for /inside');
  });
});

it('hangs up on headers without end', async () => {
  const answer = await get('http://site.example/', `X-Long: ${'a'.repeat(40_000)}\r\n`);
  expect(answer).toBe('');
});
