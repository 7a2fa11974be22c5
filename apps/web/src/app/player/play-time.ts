import type { RecordingSegment } from '#contracts';

/** Where a segment lies in what is played: times without desktop or recorder are left out. */
export interface PlayedSegment {
  readonly n: number;
  readonly beginMs: number;
  readonly endMs: number;
  /** When it was recorded. */
  readonly at: number;
}

/** The segments one behind the other, on a clock that runs only while something was recorded. */
export function playTimes(segments: readonly RecordingSegment[]): PlayedSegment[] {
  let beginMs = 0;
  return segments.map(({ n, startedAt, endedAt }) => {
    const at = Date.parse(startedAt);
    const endMs = beginMs + Math.max(0, Date.parse(endedAt) - at);
    const played = { n, beginMs, endMs, at };
    beginMs = endMs;
    return played;
  });
}

export function durationOf(times: readonly PlayedSegment[]): number {
  return times.at(-1)?.endMs ?? 0;
}

/** The segment that shows `positionMs`; the later one where two meet, the last one at the end. */
export function segmentAt(times: readonly PlayedSegment[], positionMs: number): PlayedSegment | undefined {
  return times.findLast(({ beginMs }) => beginMs <= positionMs) ?? times[0];
}

/** The wall clock at a position. */
export function recordedAt(times: readonly PlayedSegment[], positionMs: number): Date | undefined {
  const segment = segmentAt(times, positionMs);
  return segment && new Date(segment.at + Math.max(0, positionMs - segment.beginMs));
}
