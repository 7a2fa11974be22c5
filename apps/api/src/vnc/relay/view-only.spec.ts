import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeFramebufferUpdateRequest, encodeSetEncodings, ENCODING } from '#rfb';
import { EXAMPLES } from '../../../../../libs/rfb/testing/client-message-examples.js';
import { CLIENT_HANDSHAKE } from '../testing/fake-browser.js';
import { FakeDesktop } from '../testing/fake-desktop.js';
import { readUpdate } from '../testing/read-update.js';
import { stageRelay, type Stage } from '../testing/relay-stage.js';
import { TappedDesktop } from '../testing/tapped-desktop.js';
import { Xvnc } from '../testing/xvnc.js';
import { MOST_FORBIDDEN } from '../policy/viewer-policy.js';

interface Item {
  readonly send: Uint8Array;
  readonly arrives: Uint8Array;
}

const NOTHING = new Uint8Array(0);
const asItCame = (send: Uint8Array): Item => ({ send, arrives: send });
const never = (send: Uint8Array): Item => ({ send, arrives: NOTHING });

const ALLOWED: Item[] = [
  asItCame(EXAMPLES.setPixelFormat.bytes),
  asItCame(EXAMPLES.framebufferUpdateRequest.bytes),
  never(EXAMPLES.enableContinuousUpdates.bytes), // below, the viewer says of nothing that it knows them
  asItCame(EXAMPLES.clientFence.bytes),
  {
    send: encodeSetEncodings([ENCODING.RAW, ENCODING.QEMU_EXTENDED_KEY_EVENT, ENCODING.XVP, ENCODING.GII]),
    arrives: encodeSetEncodings([ENCODING.RAW]),
  },
];
const FORBIDDEN: Item[] = [
  EXAMPLES.keyEvent,
  EXAMPLES.pointerEvent,
  EXAMPLES.clientCutText,
  EXAMPLES.emptyCutText,
  EXAMPLES.extendedClipboard,
  EXAMPLES.xvp,
  EXAMPLES.setDesktopSize,
  EXAMPLES.giiLittleEndian,
  EXAMPLES.giiBigEndian,
  EXAMPLES.qemuKeyEvent,
  EXAMPLES.qemuAudioEnable,
  EXAMPLES.qemuAudioFormat,
].map(({ bytes }) => never(bytes));
const MARKER = EXAMPLES.clientFence.bytes;

/** Some of both, in any order: never so much of the forbidden that the viewer is closed. */
const items = fc
  .tuple(
    fc.array(fc.constantFrom(...FORBIDDEN), { minLength: 1, maxLength: MOST_FORBIDDEN }),
    fc.array(fc.constantFrom(...ALLOWED), { maxLength: 12 }),
  )
  .chain(([forbidden, allowed]) =>
    fc.shuffledSubarray([...forbidden, ...allowed], { minLength: forbidden.length + allowed.length }),
  );
/** How long each piece is, and whether it ends its message or is a fragment of one that goes on. */
const pieces = fc.array(fc.record({ length: fc.integer({ min: 1, max: 60 }), fin: fc.boolean() }), {
  minLength: 1,
  maxLength: 10,
});
const ONE_BYTE = [{ length: 1, fin: true }];

async function openViewOnly(path: string): Promise<Stage> {
  const stage = await stageRelay(path, { rights: { access: 'view', clipboard: 'both' } });
  stage.browser.send(CLIENT_HANDSHAKE);
  return stage;
}

/** Sends the bytes glued together and cut anew, in messages and in fragments of messages. */
function sendCut(
  { browser }: Stage,
  bytes: Uint8Array,
  cut: readonly { length: number; fin: boolean }[],
): void {
  let fragments = 0;
  for (let offset = 0, turn = 0; offset < bytes.length; turn += 1) {
    const { length, fin } = cut[turn % cut.length] ?? { length: 1, fin: true };
    const ends = fin || offset + length >= bytes.length || fragments === 50; // more than 64 is another case
    browser.socket.send(bytes.subarray(offset, offset + length), { binary: true, fin: ends });
    fragments = ends ? 0 : fragments + 1;
    offset += length;
  }
}

describe('a spy at the desktop’s end of a viewer who may only look', () => {
  let desktop: FakeDesktop;

  /** Everything that reached the desktop, up to the marker that is always let through. */
  async function arrived(
    sent: readonly Item[],
    cut: readonly { length: number; fin: boolean }[],
  ): Promise<Buffer> {
    desktop = await FakeDesktop.start();
    const stage = await openViewOnly(desktop.path);
    try {
      sendCut(stage, Buffer.concat([...sent.map(({ send }) => send), MARKER]), cut);
      const expected = sent.reduce((bytes, { arrives }) => bytes + arrives.length, MARKER.length);
      await Promise.race([desktop.received.until(() => desktop.received.length >= expected), stage.ended]);
      return desktop.received.all;
    } finally {
      await stage.stop();
      await desktop.stop();
    }
  }
  const whatMay = (sent: readonly Item[]) => Buffer.concat([...sent.map(({ arrives }) => arrives), MARKER]);

  it('sees what may pass and not a byte more, however it is glued, cut and fragmented', async () => {
    await fc.assert(
      fc.asyncProperty(items, pieces, async (sent, cut) => {
        expect(await arrived(sent, cut)).toEqual(whatMay(sent));
      }),
      { numRuns: 60 },
    );
  });

  it.each(FORBIDDEN.map((item, n) => [n, item] as const))(
    'sees nothing of a forbidden message between two others, a byte a frame: %d',
    async (_, item) => {
      const sent = [...ALLOWED.slice(0, 1), item, ...ALLOWED.slice(1)];
      expect(await arrived(sent, ONE_BYTE)).toEqual(whatMay(sent));
    },
  );
});

describe('a real Xvnc behind a tap', () => {
  let xvnc: Xvnc;

  beforeAll(async () => {
    xvnc = await Xvnc.start();
  });

  afterAll(() => xvnc.stop());

  it.each([
    ['glued', [{ length: 4_096, fin: true }]],
    ['a byte a frame', ONE_BYTE],
    ['in fragments', [{ length: 3, fin: false }]],
  ])('gets no input of who may only look and stays in step: %s', async (_, cut) => {
    const tap = await TappedDesktop.before(xvnc.path);
    const stage = await openViewOnly(tap.path);
    const wanted = [
      encodeSetEncodings([ENCODING.RAW]),
      encodeFramebufferUpdateRequest(false, { x: 0, y: 0, width: 320, height: 200 }),
    ];
    const { received } = stage.browser;
    const handshake = await received.take(12 + 2 + 4 + 24);
    await received.take(handshake.readUInt32BE(12 + 2 + 4 + 20));
    sendCut(stage, Buffer.concat([...FORBIDDEN.map(({ send }) => send), ...wanted]), cut);
    expect(await readUpdate(received)).not.toHaveLength(0);
    expect(tap.received.all).toEqual(Buffer.concat([CLIENT_HANDSHAKE, ...wanted]));
    await stage.stop();
    await tap.stop();
  });
});
