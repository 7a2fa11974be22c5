import type net from 'node:net';
import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { DenialCounts } from './denial-counts.js';
import { EgressAccount } from './egress-account.js';
import { EgressMeter } from './egress-meter.js';

const NO_CAPS = { connectionsAtOnce: 100, connectionsPerMinute: 100, bytes: 1e9 };

function stage() {
  const meter = new EgressMeter(NO_CAPS);
  const denials = new DenialCounts();
  const connect = (bytesWritten: number, bytesRead: number) => {
    meter.ask();
    meter.opened(Object.assign(new EventEmitter(), { bytesWritten, bytesRead }) as unknown as net.Socket);
  };
  const refuse = () => denials.add('10.0.0.1', 80, 'private');
  return { connect, refuse, account: new EgressAccount(meter, denials) };
}

describe('the account of a desktop’s way out', () => {
  it('has no sums while the desktop is nobody’s', () => {
    const { account, connect } = stage();
    expect(account.take()).toBeNull();
    connect(10, 20);
    expect(account.take()).toMatchObject({ use: { connections: 1 }, sums: null });
  });

  it('sums from the moment somebody has it, whatever was told meanwhile', () => {
    const { account, connect, refuse } = stage();
    connect(10, 20);
    refuse();
    account.begin();
    connect(100, 200);
    refuse();
    refuse();
    expect(account.take()?.sums).toEqual({ connections: 1, bytesUp: 100, bytesDown: 200, denied: 2 });
    connect(1, 2);
    account.begin(); // given the same desktop again, with another deadline
    expect(account.take()?.sums).toEqual({ connections: 2, bytesUp: 101, bytesDown: 202, denied: 2 });
  });

  it('tells the sums again to one who comes new, though nothing happened', () => {
    const { account, connect } = stage();
    account.begin();
    connect(1, 2);
    const told = account.take();
    expect(account.take()).toBeNull();
    account.owe();
    expect(account.take()).toEqual({
      use: { connections: 0, bytesUp: 0, bytesDown: 0 },
      sums: told?.sums,
      denials: [],
    });
  });
});
