import net from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { vncAuthenticationResponse } from '#rfb';
import { RemoteDriver } from './remote.driver.js';

/** A VNC server's side of the handshake, an answer for each thing it is told (RFC 6143 7.1 to 7.3). */
const CHALLENGE = Buffer.alloc(16, 7);
const RIGHT = vncAuthenticationResponse('secret', CHALLENGE);
const OK = Buffer.alloc(4);
const NO = Buffer.from('00000001' + '00000003' + '6e6f21', 'hex'); // failed, a reason of 3 bytes: no!
const SIXTEEN_SQUARE = Buffer.from(
  '00100010' + '20180001' + '00ff00ff00ff' + '100800000000' + '00000000',
  'hex',
);
const ANSWERS = [
  () => Buffer.of(1, 2), // one security type: VNC authentication
  () => CHALLENGE,
  (response: Buffer) => (response.equals(RIGHT) ? OK : NO),
  () => SIXTEEN_SQUARE,
];

let server: net.Server;
let port: number;
let silent: boolean;

beforeEach(async () => {
  silent = false;
  server = net.createServer((socket) => {
    socket.on('error', () => socket.destroy());
    if (silent) return socket.end();
    const answers = [...ANSWERS];
    socket.write('RFB 003.008\n');
    socket.on('data', (said: Buffer) => socket.write(answers.shift()?.(said) ?? ''));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  port = (server.address() as net.AddressInfo).port;
});
afterEach(() => {
  server.close();
});

const driver = (password?: string) => new RemoteDriver({ host: '127.0.0.1', port, password }, 1);

it('does not start where the handshake fails', async () => {
  await expect(driver('wrong').start()).rejects.toThrow('the desktop refused: no!');
  await expect(driver().start()).rejects.toThrow('the desktop wants a password');
  silent = true;
  await expect(driver('secret').start()).rejects.toThrow('the desktop hung up');
  expect(await driver('secret').isRunning()).toBe(false);
});

it('does not start where nobody listens', async () => {
  await new Promise((resolve) => server.close(resolve));
  await expect(driver('secret').start()).rejects.toThrow('ECONNREFUSED');
});

it('starts, and is adopted, when the server answers with its password', async () => {
  await expect(driver('secret').start()).resolves.toBeUndefined();
  expect(await driver('secret').adopt()).toBe(true);
});
