import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ClientMessageParser, type ClientMessageKind } from '#rfb';
import { EXAMPLES } from '../../../../../libs/rfb/testing/client-message-examples.js';
import { ViewerPolicy } from '../policy/viewer-policy.js';
import { soleRights } from '../testing/sole-control.js';
import { ViewerInput } from './viewer-input.js';

const FOR_VIEWERS: ReadonlySet<ClientMessageKind> = new Set([
  'setPixelFormat',
  'setEncodings',
  'framebufferUpdateRequest',
  'enableContinuousUpdates',
  'clientFence',
]);

const examples = Object.values(EXAMPLES)
  .filter((example) => !('options' in example))
  .map(({ bytes }) => Buffer.from(bytes));
const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });

/** What the desktop would get of a stream cut into pieces of those lengths, until the viewer is closed. */
function passed(access: 'view' | 'control', stream: Uint8Array, cut: readonly number[]) {
  const input = new ViewerInput(new ViewerPolicy(soleRights(access), () => 0));
  const allowed: Uint8Array[] = [];
  for (let offset = 0, turn = 0; offset < stream.length; turn += 1) {
    const length = cut[turn % cut.length] ?? 1;
    const read = input.read(stream.subarray(offset, offset + length));
    allowed.push(...read.allowed);
    if (read.end) return { allowed: Buffer.concat(allowed), code: read.end.code };
    offset += length;
  }
  return { allowed: Buffer.concat(allowed), code: undefined };
}

/** The spy at the desktop's end: what it got must be whole messages, and nothing else. */
function kindsOf(bytes: Uint8Array): ClientMessageKind[] {
  const parser = new ClientMessageParser();
  const kinds: ClientMessageKind[] = [];
  parser.push(bytes);
  for (;;) {
    const parsed = parser.next();
    if (parsed.status === 'malformed') throw new Error(parsed.reason);
    if (parsed.status === 'incomplete') return kinds;
    kinds.push(parsed.message.kind);
  }
}

describe('whatever a viewer sends, in whatever pieces', () => {
  const streams = fc.oneof(
    fc.array(fc.constantFrom(...examples), { maxLength: 30 }).map((parts) => Buffer.concat(parts)),
    fc
      .array(fc.oneof(fc.constantFrom(...examples), fc.uint8Array({ maxLength: 30 })))
      .map((parts) => Buffer.concat(parts)),
    fc.uint8Array({ maxLength: 1_000 }),
  );

  it('a view token lets nothing through but what looking needs', () => {
    fc.assert(
      fc.property(streams, lengths, (stream, cut) => {
        for (const kind of kindsOf(passed('view', stream, cut).allowed)) expect(FOR_VIEWERS).toContain(kind);
      }),
      { numRuns: 400 },
    );
  });

  it('is decided alike', () => {
    fc.assert(
      fc.property(fc.constantFrom('view', 'control'), streams, lengths, (access, stream, cut) => {
        expect(passed(access, stream, cut)).toEqual(passed(access, stream, [stream.length || 1]));
      }),
      { numRuns: 400 },
    );
  });
});
