/** A viewer that asks for the next picture as soon as it has one: argv[2] is the proxy's port. Tells its count each second. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { encodeFramebufferUpdateRequest, encodeSetEncodings, PROTOCOL_VERSION, SECURITY } from '#rfb';
import { SIZE } from './animated-desktop.js';
import { UpdateReader } from './update-reader.js';

const [, , port = ''] = process.argv;
const socket = new WebSocket(`ws://127.0.0.1:${port}`, ['binary']);
await once(socket, 'open');
const reader = new UpdateReader();
const ask = () => socket.send(encodeFramebufferUpdateRequest(true, { x: 0, y: 0, ...SIZE }));

/** Version, types, result, ServerInit with its name: then pictures. */
let greeting: Buffer | undefined = Buffer.alloc(0);
socket.on('message', (data: Buffer) => {
  if (greeting) {
    greeting = Buffer.concat([greeting, data]);
    if (greeting.length < 42 || greeting.length < 42 + greeting.readUInt32BE(38)) return;
    const rest = greeting.subarray(42 + greeting.readUInt32BE(38));
    greeting = undefined;
    socket.send(encodeSetEncodings([0]));
    ask();
    data = rest;
  }
  if (reader.read(data)) ask();
});
socket.send(Buffer.concat([Buffer.from(PROTOCOL_VERSION), Buffer.of(SECURITY.NONE, 1)]));
setInterval(() => process.send?.(reader.updates), 1_000);
