import { randomUUID } from 'node:crypto';
import dgram from 'node:dgram';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DesktopWorkshop } from '../../testing/desktop-workshop.js';
import { Devtools } from '../../testing/devtools.js';
import { RunFolders } from './run-folders.js';
import { browserPolicies } from './supervisor/browser-policies.js';
import { START_URL } from './supervisor/gate/start-page.js';

/** One real desktop, driven through its browser, against a service of this host that counts who comes. */
const hits: string[] = [];
const service = http.createServer((request, response) => {
  hits.push(request.url ?? '');
  response.end('reached');
});
let workshop: DesktopWorkshop;
let page: Devtools;
let port: number;
let open: http.Server;
let openPort: number;

const listening = (server: http.Server, host: string) =>
  new Promise<number>((resolve) => {
    server.listen(0, host, () => resolve((server.address() as AddressInfo).port));
  });

beforeAll(async () => {
  port = await listening(service, '::');
  open = http.createServer((_request, response) => response.end('<title>an allowed page</title>'));
  openPort = await listening(open, '127.0.0.1');
  workshop = new DesktopWorkshop({
    ports: [80, 443, port],
    allow: [`127.0.0.1:${openPort}`],
    ownEndpoints: [{ host: '127.0.0.1', port }],
  });
  const driver = workshop.driver();
  const id = randomUUID();
  await driver.start(id);
  page = await Devtools.open(new RunFolders(workshop.runDir).of(id).cdp);
});

afterAll(async () => {
  page.close();
  await workshop.close();
  service.close();
  open.close();
});

const HOSTS = [
  ...[
    '127.0.0.1',
    'localhost',
    '[::1]',
    '0.0.0.0',
    '127.1',
    '2130706433',
    '0x7f.1',
    '127.0.0.2',
    '[::ffff:127.0.0.1]',
  ],
  ...['[::]', '[::ffff:0:0]', '169.254.169.254', '10.0.0.1', '[fe80::1]', '[64:ff9b::7f00:1]'],
];

describe('a page in a desktop', () => {
  it.each(HOSTS)('does not reach %s', async (host) => {
    expect(await page.visit(`http://${host}:${port}/navigated`)).toMatch(/^Not reachable from this desktop/);
    expect(hits).toEqual([]);
  });

  it('does not reach services of this host by fetch, WebSocket, EventSource or image', async () => {
    await page.visit('http://start.localhost/missing'); // a page without a content security policy of its own to help
    const tried = await page.evaluate(`Promise.all([
      fetch('http://127.0.0.1:${port}/fetch').then(() => 'open', () => 'failed'),
      new Promise((done) => { const s = new WebSocket('ws://127.0.0.1:${port}/ws'); s.onopen = () => done('open'); s.onerror = () => done('failed') }),
      new Promise((done) => { const s = new EventSource('http://127.0.0.1:${port}/es'); s.onopen = () => done('open'); s.onerror = () => done('failed') }),
      new Promise((done) => { const i = new Image(); i.onload = () => done('open'); i.onerror = () => done('failed'); i.src = 'http://127.0.0.1:${port}/img' }),
    ]).then((all) => all.join())`);
    expect(tried).toBe('failed,failed,failed,failed');
    expect(hits).toEqual([]);
  });

  it('does not reach out by WebRTC: it has no address to offer, and asks no STUN or TURN server', async () => {
    let datagrams = 0;
    const stun = dgram.createSocket('udp4', () => (datagrams += 1));
    await new Promise<void>((resolve) => stun.bind(0, '0.0.0.0', resolve));
    const udp = `127.0.0.1:${stun.address().port}`;
    await page.visit('http://start.localhost/missing');
    const candidates = await page.evaluate(`new Promise((done) => {
      const found = [];
      const peer = new RTCPeerConnection({ iceServers: [
        { urls: 'stun:${udp}' },
        { urls: 'turn:${udp}', username: 'a', credential: 'b' },
        { urls: 'turn:127.0.0.1:${port}?transport=tcp', username: 'a', credential: 'b' } ] });
      peer.onicecandidate = ({ candidate }) => candidate && found.push(candidate.candidate);
      peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && done(found.join('|'));
      peer.createDataChannel('out');
      setTimeout(() => done(found.join('|')), 3_000); // a server that cannot be asked is waited for much longer
      peer.createOffer().then((offer) => peer.setLocalDescription(offer));
    })`);
    expect(candidates).toBe('');
    expect([datagrams, hits]).toEqual([0, []]);
    stun.close();
  });

  it('does not reach its own DevTools', async () => {
    expect(await page.visit('http://127.0.0.1:9222/json/version')).toMatch(/^Not reachable/);
    expect(await page.visit('http://localhost:3128/')).toMatch(/^Not reachable/);
  });

  it.each(['file:///etc/passwd', 'file:///proc/self/environ', 'view-source:file:///etc/hosts'])(
    'does not open %s',
    async (url) => {
      expect(await page.visit(url)).toBe('net::ERR_BLOCKED_BY_ADMINISTRATOR');
    },
  );

  it('has no camera, microphone, place or sensor, and tells nobody of news', async () => {
    await page.visit('http://start.localhost/missing');
    const names = ['geolocation', 'camera', 'microphone', 'notifications', 'accelerometer'];
    const states = await page.evaluate(`Promise.all(${JSON.stringify(names)}.map((name) =>
      navigator.permissions.query({ name }).then(({ state }) => state))).then((all) => all.join())`);
    expect(states).toBe(names.map(() => 'denied').join());
  });

  it.each([
    ['usb', 'requestDevice({ filters: [{}] })'],
    ['hid', 'requestDevice({ filters: [] })'],
    ['serial', 'requestPort()'],
    ['bluetooth', 'requestDevice({ acceptAllDevices: true })'],
  ])('is offered no device by navigator.%s: no chooser opens', async (kind, ask) => {
    await page.visit(`http://127.0.0.1:${openPort}/`);
    expect(await page.evaluate('isSecureContext')).toBe(true); // else there would be nothing to ask
    const outcome = await page.evaluateAsUser(`Promise.race([
      (async () => navigator.${kind} === undefined ? 'none' : JSON.stringify(await navigator.${kind}.${ask}))()
        .catch(({ name }) => name),
      new Promise((done) => setTimeout(done, 2_000, 'a chooser is open')),
    ])`);
    expect(outcome).toMatch(/^(NotFoundError|SecurityError|none|\[\])$/);
  });

  it('runs under every policy, none refused or unknown to this browser', async () => {
    await page.visit('chrome://policy');
    const rows = String(
      await page.evaluate(`new Promise((done) => {
      const texts = (node) => [...node.childNodes].flatMap((child) => [
        ...(child.nodeType === 3 && child.textContent.trim() !== '' ? [child.textContent.trim()] : []),
        ...(child.shadowRoot ? texts(child.shadowRoot) : []), ...texts(child)]);
      const look = () => {
        const text = texts(document.body).join('|');
        if (text.includes('|Mandatory|')) done(text); else requestAnimationFrame(look);
      };
      look();
    })`),
    );
    for (const name of Object.keys(browserPolicies(START_URL))) {
      expect(rows).toMatch(
        new RegExp(`\\|${name}\\|[^|]*\\|Platform\\|Machine\\|Mandatory\\|(OK|Deprecated)\\|`),
      );
    }
  });

  it('reaches what the operator allows', async () => {
    await page.visit(`http://127.0.0.1:${openPort}/`);
    expect(await page.evaluate('document.title')).toBe('an allowed page');
  });
});
