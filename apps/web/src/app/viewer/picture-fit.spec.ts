import { describe, expect, it } from '@jest/globals';
import { CALM_MS, FIRST_FIT, fitPicture, FULL_MS, PATIENCE_FIRST, type PictureFit } from './picture-fit.js';

/** The fit after these round trips, one a second. */
const after = (roundTrips: readonly number[], from: PictureFit = FIRST_FIT): PictureFit =>
  roundTrips.reduce((fit, roundTripMs) => fitPicture(fit, { roundTripMs }), from);
const times = (count: number, roundTripMs: number) => Array.from({ length: count }, () => roundTripMs);
const LINE_MS = 90;
const FULL = LINE_MS + FULL_MS;

describe('the picture', () => {
  it('stays as it is while nothing is known of the line', () => {
    expect(fitPicture(FIRST_FIT, { roundTripMs: undefined })).toBe(FIRST_FIT);
  });

  it('stays as it is on a line that is far, but not full', () => {
    expect(after([400, ...times(PATIENCE_FIRST - 2, 420)]).level).toBe('balanced');
  });

  it('gets coarser when answers queue behind pictures', () => {
    expect(after([...times(5, LINE_MS), FULL]).level).toBe('light');
  });

  it('gets no coarser again before the change could show an effect', () => {
    const light = after([...times(5, LINE_MS), FULL]);
    expect(after(times(4, FULL), light).level).toBe('light');
    expect(after(times(5, FULL), light).level).toBe('lightest');
  });

  it('gets no coarser than the coarsest', () => {
    expect(after([LINE_MS, ...times(40, FULL)]).level).toBe('lightest');
  });

  it('gets finer after a while of calm, step by step', () => {
    expect(after(times(PATIENCE_FIRST - 1, LINE_MS)).level).toBe('balanced');
    expect(after(times(PATIENCE_FIRST, LINE_MS)).level).toBe('sharp');
    expect(after(times(4 * PATIENCE_FIRST, LINE_MS)).level).toBe('sharp');
  });

  it('needs calm in a row', () => {
    const uneasy = [...times(PATIENCE_FIRST - 1, LINE_MS), LINE_MS + CALM_MS];
    expect(after([...uneasy, ...uneasy]).level).toBe('balanced');
  });

  it('is tried finer half as often once that has filled the line', () => {
    const failed = after([...times(PATIENCE_FIRST, LINE_MS), ...times(5, FULL)]);
    expect(failed.level).toBe('balanced');
    expect(after(times(2 * PATIENCE_FIRST - 1, LINE_MS), failed).level).toBe('balanced');
    expect(after(times(2 * PATIENCE_FIRST, LINE_MS), failed).level).toBe('sharp');
  });
});
