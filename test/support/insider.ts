import { networkInterfaces, hostname } from 'node:os';
import type { Devtools } from '../../apps/api/src/desktops/testing/devtools.js';

/** Every way to write an address that is this machine, its network, or a cloud's. */
export const SPELLINGS: readonly string[] = [
  ...[
    '127.0.0.1',
    'localhost',
    'LOCALHOST',
    'localhost.',
    'portal.localhost',
    '127.0.0.2',
    '127.1',
    '0x7f.1',
  ],
  ...['2130706433', '0x7f000001', '017700000001', '127.0.0.1.', '0.0.0.0', '0'],
  ...['[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[::ffff:0:0]'],
  ...['[64:ff9b::7f00:1]', '[2002:7f00:1::]', 'ip6-localhost'],
  ...['169.254.169.254', '[fd00:ec2::254]', '100.100.100.200', '100.64.0.1', '10.0.0.1', '172.17.0.1'],
  ...['192.168.0.1', '[fe80::1]', '224.0.0.1', '255.255.255.255'],
  ...ownAddresses(),
  hostname(),
];

/** This host's, whatever its interfaces. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address));
}

/** What a page can do to an address besides being led there: true when something answered. */
const WAYS = `({
  fetch: (to) => fetch('http://' + to).then(() => true, () => false),
  post: (to) => fetch('http://' + to, { method: 'POST', body: 'x' }).then(() => true, () => false),
  blind: (to) => fetch('https://' + to, { mode: 'no-cors' }).then(() => true, () => false),
  image: (to) => new Promise((done) => {
    const image = new Image();
    image.onload = () => done(true);
    image.onerror = () => done(false);
    image.src = 'http://' + to;
  }),
  socket: (to) => new Promise((done) => {
    const socket = new WebSocket('ws://' + to);
    socket.onopen = () => done(true);
    socket.onerror = () => done(false);
  }),
})`;

/**
 * Tries each `host:port/path` in every way, all at once: Chromium makes sockets wait that come after many that failed.
 * Resolves with the ways that led anywhere.
 */
export async function reachedBy(page: Devtools, targets: readonly string[]): Promise<string[]> {
  const answer = await page.evaluate(`Promise.all(Object.entries(${WAYS}).flatMap(([name, way]) =>
    ${JSON.stringify(targets)}.map(async (to) => (await way(to)) ? [name + ' ' + to] : []),
  )).then((found) => JSON.stringify(found.flat()))`);
  return JSON.parse(String(answer)) as string[];
}

/** Asks STUN and TURN servers at `host:port`, by UDP and TCP. Resolves with the addresses that were found to offer. */
export async function candidatesBy(page: Devtools, hosts: readonly string[]): Promise<string> {
  const servers = hosts.flatMap((host) => [
    { urls: `stun:${host}` },
    { urls: `turn:${host}`, username: 'a', credential: 'b' },
    { urls: `turn:${host}?transport=tcp`, username: 'a', credential: 'b' },
  ]);
  return String(
    await page.evaluate(`new Promise((done) => {
      const found = [];
      const peer = new RTCPeerConnection({ iceServers: ${JSON.stringify(servers)} });
      peer.onicecandidate = ({ candidate }) => candidate && found.push(candidate.candidate);
      peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && done(found.join('|'));
      peer.createDataChannel('out');
      setTimeout(() => done(found.join('|')), 3_000); // a server that cannot be asked is waited for much longer
      peer.createOffer().then((offer) => peer.setLocalDescription(offer));
    })`),
  );
}
