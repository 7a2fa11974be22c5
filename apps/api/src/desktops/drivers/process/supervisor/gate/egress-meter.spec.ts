import { EventEmitter } from 'node:events';
import type net from 'node:net';
import { beforeEach, expect, it } from '@jest/globals';
import { EgressMeter } from './egress-meter.js';

const CAPS = { connectionsAtOnce: 3, connectionsPerMinute: 5, bytes: 1_000 };

/** As much of a socket as is counted. */
class Wire extends EventEmitter {
  bytesWritten = 0;
  bytesRead = 0;
  destroy(): void {
    this.emit('close');
  }
}

let meter: EgressMeter;
let nowMs: number;
beforeEach(() => {
  meter = new EgressMeter(CAPS);
  nowMs = 1_000_000;
});

function open(): Wire {
  expect(meter.ask(nowMs)).toBeNull();
  const wire = new Wire();
  meter.opened(wire as unknown as net.Socket);
  return wire;
}

it('allows so many connections at once, those that are only being opened included', () => {
  const first = open();
  open();
  expect(meter.ask(nowMs)).toBeNull();
  expect(meter.ask(nowMs)).toBe('connections');
  meter.failed();
  first.destroy();
  open();
  expect(meter.use.connections).toBe(3);
});

it('allows so many new ones in any minute', () => {
  for (let n = 0; n < CAPS.connectionsPerMinute; n += 1) open().destroy();
  expect(meter.ask(nowMs)).toBe('rate');
  nowMs += 59_000;
  expect(meter.ask(nowMs)).toBe('rate');
  nowMs += 4_000;
  expect(meter.ask(nowMs)).toBeNull();
});

it('counts what is open and what was, in both directions', () => {
  const [was, is] = [open(), open()];
  Object.assign(was, { bytesWritten: 10, bytesRead: 200 });
  was.destroy();
  Object.assign(is, { bytesWritten: 1, bytesRead: 20 });
  expect(meter.use).toEqual({ connections: 2, bytesUp: 11, bytesDown: 220 });
});

it('tells each byte once', () => {
  const wire = open();
  wire.bytesRead = 20;
  expect(meter.hasNews).toBe(true);
  expect(meter.take()).toEqual({ connections: 1, bytesUp: 0, bytesDown: 20 });
  expect(meter.hasNews).toBe(false);
  wire.bytesWritten = 5;
  wire.destroy();
  expect(meter.take()).toEqual({ connections: 0, bytesUp: 5, bytesDown: 0 });
});

it('closes everything and opens nothing once the bytes are used up', () => {
  const wire = open();
  let isClosed = false;
  wire.once('close', () => (isClosed = true));
  wire.bytesRead = 999;
  meter.enforce();
  expect(isClosed).toBe(false);
  wire.bytesWritten = 1;
  meter.enforce();
  expect(isClosed).toBe(true);
  expect(meter.ask(nowMs)).toBe('bytes');
});
