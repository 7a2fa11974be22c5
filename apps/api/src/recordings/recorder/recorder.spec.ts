import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readSegment, SEGMENT_MAGIC, type SegmentRecord } from '#recording';
import { ServerMessageParser } from '#rfb';
import { hex } from '../../../../../libs/rfb/testing/hex.js';
import { FakeClock } from '../../../../../test/support/fakes.js';
import { GarblingServer } from '../../../../../test/support/garbling-server.js';
import { PaintedDesktop } from '../../../../../test/support/painted-desktop.js';
import { until } from '../../../../../test/support/until.js';
import { SegmentWriter } from '../store/segment-writer.js';
import type { OpenSegment } from '../store/segments.js';
import { RecordedDesktop } from './recorded-desktop.js';
import { Recorder, SEGMENT_MS } from './recorder.js';
import type { RecordingJob } from './recording-leases.js';

const LEASE_MS = 3_600_000;
const [WIDTH, HEIGHT] = [320, 200];

/** A file in memory; refuses what it has no room for, as a disk does. */
class MemoryFile {
  bytes = Buffer.alloc(0);
  isClosed = false;
  constructor(private readonly room: number) {}
  async appendFile(more: Uint8Array): Promise<void> {
    const fits = more.subarray(0, this.room - this.bytes.length);
    this.bytes = Buffer.concat([this.bytes, fits]);
    if (fits.length < more.length) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  }
  async truncate(length: number): Promise<void> {
    this.bytes = this.bytes.subarray(0, length);
  }
  async close(): Promise<void> {
    this.isClosed = true;
  }
}

let desktop: PaintedDesktop;
let clock: FakeClock;
let files: MemoryFile[];
let job: RecordingJob;
let disk: number;
let recorder: Recorder | undefined;

beforeEach(async () => {
  desktop = await PaintedDesktop.start();
  clock = new FakeClock();
  files = [];
  disk = Infinity;
  job = { id: 'r', sessionId: 's', sessionEndsAt: new Date(clock.now().getTime() + 1e9), roomBytes: 1e9 };
});
afterEach(async () => {
  recorder?.stop();
  await recorder?.ended;
  recorder = undefined;
  await desktop.stop();
});

async function begin(): Promise<OpenSegment> {
  const file = new MemoryFile(disk);
  files.push(file);
  const writer = new SegmentWriter(file);
  await writer.begin();
  return {
    get bytes() {
      return writer.bytes;
    },
    write: (atMs, record) => writer.write(atMs, record),
    tell: async () => {},
    close: () => writer.close(),
  };
}
function record(leaseMs = LEASE_MS): Recorder {
  recorder = new Recorder(
    job,
    {
      reach: (signal) => RecordedDesktop.reach(desktop.endpoint, signal),
      begin,
      now: () => clock.now(),
      monotonicMs: () => clock.monotonicMs(),
    },
    leaseMs,
  );
  return recorder;
}
const recordsOf = (file: MemoryFile | undefined) =>
  readSegment(file?.bytes ?? Buffer.alloc(0))?.records ?? [];
const aPicture = () => until('a whole picture', () => recordsOf(files.at(-1)).length >= 2);

/** Something to record: until somebody has. */
async function paintUntil(what: string, isEnough: () => boolean): Promise<void> {
  let x = 0;
  await until(what, () => {
    desktop.moveTo((x += 7) % WIDTH, 60);
    return isEnough();
  });
}

/** How many pixels a record paints; throws for one that is not exactly one update. */
function painted({ bytes }: SegmentRecord): number {
  const parser = new ServerMessageParser();
  parser.push(bytes);
  const parsed = parser.next();
  if (parsed.status !== 'message' || parsed.message.kind !== 'framebufferUpdate')
    throw new Error(parsed.status);
  expect(parser.next()).toEqual({ status: 'incomplete' });
  return parsed.message.pixels;
}

describe('nothing is recorded', () => {
  it('past the end of the session, whoever forgot to stop it', async () => {
    job.sessionEndsAt = clock.now();
    expect(await record().ended).toEqual({ why: 'stopped' });
    expect(recordsOf(files[0])).toEqual([]);
  });

  it('past the lease: somebody else may be at it', async () => {
    const { ended } = record(500);
    await aPicture();
    clock.advance(500);
    const before = recordsOf(files[0]).length;
    desktop.moveTo(100, 100);
    expect(await ended).toEqual({ why: 'lost', cause: 'lease not renewed' });
    expect(recordsOf(files[0])).toHaveLength(before);
  });

  it('beyond the room there is', async () => {
    job.roomBytes = 60;
    expect(await record().ended).toEqual({ why: 'full' });
    expect(files[0]?.bytes.length).toBeLessThanOrEqual(60 + SEGMENT_MAGIC.length);
  });

  it('on a full disk, and what was written whole stays readable', async () => {
    disk = 100;
    expect(await record().ended).toEqual({ why: 'disk_full' });
    expect(readSegment(files[0]?.bytes ?? Buffer.alloc(0))?.wholeBytes).toBe(files[0]?.bytes.length);
    expect(files[0]?.isClosed).toBe(true);
  });

  it('of what was typed or copied', async () => {
    record();
    await aPicture();
    desktop.copy('MARKER-OF-THE-CLIPBOARD');
    desktop.type('MARKER-OF-THE-KEYS');
    const before = recordsOf(files[0]).length;
    await paintUntil('pictures after it', () => recordsOf(files[0]).length > before + 1);
    expect(files[0]?.bytes.includes('MARKER')).toBe(false);
    recordsOf(files[0]).slice(1).forEach(painted); // and nothing else that is no picture
  });
});

describe('a segment', () => {
  it('begins with all of the picture, and goes on with what changes', async () => {
    record();
    await paintUntil('changes', () => recordsOf(files[0]).length > 4);
    const [init, whole, ...changes] = recordsOf(files[0]);
    expect([...(init?.bytes.subarray(0, 4) ?? [])]).toEqual([WIDTH >> 8, WIDTH & 0xff, 0, HEIGHT]);
    expect(whole && painted(whole)).toBeGreaterThanOrEqual(WIDTH * HEIGHT);
    for (const change of changes) expect(painted(change)).toBeLessThan(WIDTH * HEIGHT);
  });

  it('that is long enough is followed by one that can be played without it', async () => {
    record();
    await aPicture();
    clock.advance(SEGMENT_MS);
    await paintUntil('a second segment', () => recordsOf(files[1]).length > 2);
    expect(files[0]?.isClosed).toBe(true);
    const [, whole] = recordsOf(files[1]);
    expect(whole && painted(whole)).toBeGreaterThanOrEqual(WIDTH * HEIGHT);
    expect(whole?.atMs).toBeLessThan(1_000);
  });
});

describe('a recorder', () => {
  it('that is told to stop ends, with its file closed', async () => {
    const { ended } = record();
    await aPicture();
    recorder?.stop();
    expect(await ended).toEqual({ why: 'stopped' });
    expect(files[0]?.isClosed).toBe(true);
  });

  it('ends with its desktop, and says that it was lost', async () => {
    const { ended } = record();
    await aPicture();
    await desktop.stop();
    expect(await ended).toMatchObject({ why: 'lost' });
    expect(files[0]?.isClosed).toBe(true);
  });
});

const sizeOf = (size: string) => hex(`00 00 0001  0000 0000 ${size} ${size}  ffffff21`);
const RAW_OF_4_MB = Buffer.concat([
  hex('00 00 0001  0000 0000 03e8 03e8  00000000'),
  Buffer.alloc(4_000_000),
]);
const times = (count: number, update: Uint8Array) => Array.from({ length: count }, () => update);

it.each([
  ['changes its size without end', times(100, sizeOf('0050'))],
  ['paints nothing without end', times(20_000, hex('00 00 0000'))],
  ['is too large to be held', [sizeOf('ea60'), ...times(17, RAW_OF_4_MB)]],
])(
  'a desktop that %s is given up, and costs little',
  async (_, updates) => {
    const hostile = await GarblingServer.start(Buffer.concat(updates));
    const endpoint = { kind: 'tcp', host: '127.0.0.1', port: hostile.port } as const;
    const reached = await RecordedDesktop.reach(endpoint, new AbortController().signal);
    await expect(reached.whole()).rejects.toThrow('more came than a picture takes');
    reached.close();
    await hostile.stop();
  },
  60_000,
);
