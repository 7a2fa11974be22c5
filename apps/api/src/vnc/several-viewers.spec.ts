import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { encodeKeyEvent, encodePointerEvent } from '#rfb';
import { EXAMPLES } from '../../../../libs/rfb/testing/client-message-examples.js';
import { TestDatabase } from '../../../../test/support/database.js';
import { insertAccount, insertSession, insertShare } from '../../../../test/support/rows.js';
import { createDataSource } from '../database/data-source.js';
import { FakeDesktop, INTRODUCTION_OF_WATCHER } from './testing/fake-desktop.js';
import type { FakeBrowser } from './testing/fake-browser.js';
import { GatewayStage } from './testing/gateway-stage.js';

let database: TestDatabase;
let dataSource: DataSource;
let desktop: FakeDesktop;
let stage: GatewayStage;
let owner: string;
let sessionId: string;
let ann: Window;
let bob: Window;

beforeAll(async () => {
  database = await TestDatabase.create();
  dataSource = await createDataSource(database.url).initialize();
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.stop();
});
beforeEach(async () => {
  desktop = await FakeDesktop.start();
  stage = await GatewayStage.open(dataSource);
  stage.desktop = { generation: 1, host: stage.node.host, endpoint: { kind: 'unix', path: desktop.path } };
  owner = (await insertAccount(dataSource)).id;
  sessionId = await insertSession(dataSource, { accountId: owner });
  [ann, bob] = [new Window(), new Window()];
});
afterEach(async () => {
  await stage.stop();
  await desktop.stop();
});

const A = 0x61;
const B = 0x62;
const down = (keysym: number) => encodeKeyEvent(true, keysym);
const up = (keysym: number) => encodeKeyEvent(false, keysym);
const move = encodePointerEvent(0, 3, 4);
const press = encodePointerEvent(1, 3, 4);
/** A message that always passes: once it is there, so is everything before it. */
const MARK = EXAMPLES.framebufferUpdateRequest.bytes;

/** A window of the customer's, which may come back on another connection. */
class Window {
  readonly id = randomUUID();
  browser!: FakeBrowser;

  /** Resolves when the log has it. */
  async open(access: 'control' | 'view' = 'control'): Promise<void> {
    const joined = await countOf('viewer.joined');
    const { browser } = await stage.admit({ sessionId, accountId: owner, access, viewer: this.id });
    this.browser = browser;
    await browser.greet();
    while ((await countOf('viewer.joined')) === joined);
  }

  /** What reaches the desktop of what this window sends. */
  async send(...messages: Uint8Array[]): Promise<Buffer> {
    this.browser.send(Buffer.concat([...messages, MARK]));
    return desktopGets(MARK);
  }

  get controller() {
    return { kind: 'user', id: this.id } as const;
  }
}

/** Everything the desktop gets up to and without `last`. */
async function desktopGets(last: Uint8Array): Promise<Buffer> {
  await desktop.received.until(() => desktop.received.all.includes(Buffer.from(last)));
  const position = desktop.received.all.indexOf(Buffer.from(last));
  const bytes = await desktop.received.take(position + last.length);
  return bytes.subarray(0, position);
}
const events = async () => (await stage.events.page(sessionId, 0, 100)).items;
const countOf = async (name: string) => (await events()).filter((event) => event.name === name).length;
const changes = async () =>
  (await events()).filter(({ name }) => name === 'control.changed').map(({ data }) => data);
/** Resolves when the lease has come to that epoch, here and in the table. */
async function epochIs(epoch: number): Promise<void> {
  const followed = stage.watch.follow(sessionId, () => {});
  while (followed.current?.epoch !== epoch) await stage.watch.sweep();
  followed.stop();
}

describe('a window that is not in control', () => {
  beforeEach(async () => {
    await ann.open();
    await ann.send(down(A), up(A));
    await epochIs(1);
    await bob.open();
  });

  it('reaches the desktop with nothing that acts, and takes nothing', async () => {
    const acts = [down(B), up(B), press, move, EXAMPLES.clientCutText.bytes, EXAMPLES.setDesktopSize.bytes];
    expect(await bob.send(...acts)).toHaveLength(0);
    expect(await changes()).toMatchObject([{ holder: ann.id, epoch: 1 }]);
  });

  it('is one whose control was taken: what it held is let go, and its input is dead', async () => {
    await ann.send(down(A), press);
    await stage.control.take(sessionId, bob.controller);
    expect(await desktopGets(Buffer.concat([up(A), encodePointerEvent(0, 3, 4)]))).toHaveLength(0);
    expect(await ann.send(down(A), press, move)).toHaveLength(0);
    expect(await bob.send(down(B))).toEqual(Buffer.from(down(B)));
  });

  it('is dead by the sweep when the hint is lost', async () => {
    await ann.send(down(A));
    stage.bus.cut = true;
    await stage.control.take(sessionId, bob.controller);
    await stage.watch.sweep();
    expect(await ann.send(down(A))).toEqual(Buffer.from(up(A)));
  });

  it('is one that has let go of it itself, with what it held', async () => {
    await ann.send(down(A));
    await stage.control.release(sessionId, ann.controller);
    expect(await desktopGets(up(A))).toHaveLength(0);
    expect(await bob.send(down(B))).toEqual(Buffer.from(down(B)));
    await epochIs(3);
    expect(await ann.send(down(A))).toHaveLength(0);
  });

  it('is one of two that began at the same time: what it held is let go', async () => {
    await stage.control.release(sessionId, ann.controller);
    await epochIs(2);
    ann.browser.send(down(A));
    bob.browser.send(down(B));
    await epochIs(3);
    const [, , third] = await changes();
    const [loser, key] = third?.['holder'] === ann.id ? [bob, B] : [ann, A];
    await desktop.received.until(() => desktop.received.all.includes(Buffer.from(up(key))));
    await desktop.received.take(desktop.received.length);
    expect((await loser.send(down(key))).includes(Buffer.from(down(key)))).toBe(false);
  });
});

describe('one who is alone', () => {
  it('takes control with the first key, which passes at once', async () => {
    await ann.open();
    expect(await ann.send(move, down(A), up(A))).toEqual(Buffer.concat([move, down(A), up(A)]));
    await epochIs(1);
    expect(await changes()).toMatchObject([{ holderKind: 'user', holder: ann.id, how: 'input' }]);
  });

  it('takes nothing by moving', async () => {
    await ann.open();
    expect(await ann.send(move)).toEqual(Buffer.from(move));
    expect(await changes()).toEqual([]);
  });

  it('is in control still when the window comes back on another connection', async () => {
    await ann.open();
    await ann.send(down(A), up(A));
    await epochIs(1);
    ann.browser.socket.terminate();
    await stage.settled();
    await ann.open();
    expect(await ann.send(down(A))).toEqual(Buffer.from(down(A)));
    expect(await changes()).toHaveLength(1);
  });

  it('acts at once in another window after having closed the first', async () => {
    await ann.open();
    await ann.send(down(A), up(A));
    await epochIs(1);
    ann.browser.socket.close(1000);
    await stage.settled();
    await bob.open();
    expect(await bob.send(press)).toEqual(Buffer.from(press));
    await epochIs(2);
    expect(await changes()).toMatchObject([{ holder: ann.id }, { holder: bob.id, how: 'input' }]);
  });
});

it('a window that may only look takes nothing, though nobody is in control', async () => {
  await ann.open('view');
  expect(await ann.send(down(A), press)).toEqual(INTRODUCTION_OF_WATCHER);
  expect(await changes()).toEqual([]);
});

it('nobody is let in while it is not known who is in control', async () => {
  stage.control.readAll = () => Promise.reject(new Error('no database'));
  const { browser } = await stage.admit({ sessionId, accountId: owner, viewer: ann.id });
  expect(await browser.closed).toEqual({ code: 1013, reason: 'try again' });
});

describe('a guest', () => {
  let shareId: string;
  beforeEach(async () => void (shareId = (await insertShare(dataSource, { sessionId })).id));
  const guest = async (until: Date) => {
    const { browser } = await stage.admit({ sessionId, accountId: owner, access: 'view', shareId, until });
    await browser.greet();
    return browser;
  };
  const inAnHour = () => new Date(Date.now() + 3_600_000);
  const refusals = () =>
    dataSource.query<{ actor: string; data: Record<string, unknown> }[]>(
      "SELECT actor, data FROM audit_entries WHERE action = 'viewer.refused' AND data->>'sessionId' = $1",
      [sessionId],
    );

  it('cannot touch: nothing arrives, the socket is closed 4403, the audit trail names the link', async () => {
    const browser = await guest(inAnHour());
    browser.send(Buffer.concat(Array.from({ length: 17 }, () => down(A))));
    expect(await browser.closed).toMatchObject({ code: 4403, reason: 'this viewer may only look' });
    await stage.settled();
    expect(desktop.received.all).toEqual(INTRODUCTION_OF_WATCHER);
    expect(await refusals()).toMatchObject([{ actor: 'guest', data: { shareId } }]);
  });

  it('is closed at once when the link is revoked, and is no offender', async () => {
    const browser = await guest(inAnHour());
    const n = await stage.endings.record(dataSource.manager, {
      kind: 'share',
      id: shareId,
      reason: 'revoked',
    });
    stage.endings.announce(n);
    expect(await browser.closed).toEqual({ code: 4403, reason: 'link revoked' });
    await stage.settled();
    expect(await refusals()).toEqual([]);
  });

  it('is closed when the link has expired', async () => {
    const browser = await guest(new Date(Date.now() + 300));
    expect(await browser.closed).toEqual({ code: 4403, reason: 'link expired' });
  });

  it('is told to the customer, with the link', async () => {
    const browser = await guest(inAnHour());
    browser.socket.close(1000);
    await stage.settled();
    expect(await events()).toMatchObject([
      { name: 'viewer.joined', data: { by: 'guest', access: 'view', share: shareId } },
      { name: 'viewer.left', data: { by: 'guest', share: shareId } },
    ]);
  });
});
