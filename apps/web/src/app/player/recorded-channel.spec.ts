import { beforeEach, describe, expect, it } from '@jest/globals';
import { RecordedChannel } from './recorded-channel.js';

// RFC 6143 7.1: version, one security type (None), its result
const HANDSHAKE = [...new TextEncoder().encode('RFB 003.008\n'), 1, 1, 0, 0, 0, 0];

let channel: RecordedChannel;
let heard: number[];
const listen = () => {
  channel.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => heard.push(...new Uint8Array(data));
};
beforeEach(() => {
  channel = new RecordedChannel();
  heard = [];
});

describe('a socket to nobody', () => {
  it('is open, and says nothing before somebody listens who is ready', async () => {
    expect(channel.readyState).toBe(WebSocket.OPEN);
    channel.deliver(Uint8Array.of(7, 8));
    listen();
    expect(heard).toEqual([]);
    await Promise.resolve();
    expect(heard).toEqual([...HANDSHAKE, 7, 8]);
  });

  it('delivers bytes that lie in the middle of others as those bytes alone', async () => {
    listen();
    await Promise.resolve();
    heard = [];
    channel.deliver(Uint8Array.of(1, 2, 3, 4).subarray(1, 3));
    expect(heard).toEqual([2, 3]);
  });

  it('says once that it is closed, and nothing after that', async () => {
    const closes: number[] = [];
    channel.onclose = ({ code }) => closes.push(code);
    listen();
    await Promise.resolve();
    heard = [];
    channel.close();
    channel.close();
    channel.deliver(Uint8Array.of(1));
    expect([closes, channel.readyState, heard]).toEqual([[1000], WebSocket.CLOSED, []]);
  });
});
