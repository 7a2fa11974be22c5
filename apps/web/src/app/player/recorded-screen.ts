import type { SegmentRecord } from '#recording';
import { type Listening, listeningRfb } from '../viewer/listening-rfb.js';
import type RFB from '@novnc/novnc';
import { RecordedChannel } from './recorded-channel.js';

/** What a screen needs to begin: a place on the page, and a segment's records. */
export type PaintSegment = (stage: HTMLElement, records: readonly SegmentRecord[]) => RecordedScreen;

/** Loads noVNC, which is large, only when something is really played. */
export async function loadRecordedScreen(): Promise<PaintSegment> {
  const { default: Rfb } = await import('@novnc/novnc');
  const Listener = listeningRfb(Rfb);
  return (stage, records) => {
    const layer = document.createElement('div');
    layer.className = 'layer';
    layer.style.visibility = 'hidden';
    stage.append(layer);
    const channel = new RecordedChannel();
    return new RecordedScreen(new Listener(layer, channel), channel, layer, records);
  };
}

/**
 * The picture of one segment: a viewer of its own, because a segment is a session of its own. It can only go forward; to
 * go back another one begins anew. It is out of sight until `show`, so that what was there before stays until then.
 */
export class RecordedScreen {
  private told = 0;
  private painted = 0;
  private waiters: { count: number; resolve: () => void }[] = [];

  constructor(
    private readonly rfb: RFB & Listening,
    private readonly channel: RecordedChannel,
    private readonly layer: HTMLElement,
    private readonly records: readonly SegmentRecord[],
  ) {
    rfb.viewOnly = true;
    rfb.background = 'transparent';
    rfb.scaleViewport = true;
    rfb.focusOnClick = false;
    rfb.listener = {
      onFrame: () => this.onFrame(),
      onAnswer: () => this.onFrame(),
      onTextFetched: () => undefined, // nothing of a clipboard is in a recording
    };
  }

  /** Whether what is shown at `atMs` can still come. */
  canReach(atMs: number): boolean {
    const last = this.records[this.told - 1];
    return last === undefined || last.atMs <= atMs;
  }

  /** Plays all up to `atMs`; resolves when it is painted. The first picture belongs to every time. */
  playTo(atMs: number): Promise<void> {
    for (let next = this.records[this.told]; next; next = this.records[this.told]) {
      if (this.told >= 2 && next.atMs > atMs) break;
      this.channel.deliver(next.bytes);
      this.told += 1;
    }
    const count = this.told - 1; // the first record is no picture
    if (this.painted >= count) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push({ count, resolve }));
  }

  show(): void {
    this.layer.style.visibility = '';
  }

  close(): void {
    this.rfb.disconnect();
    this.layer.remove();
    for (const { resolve } of this.waiters.splice(0)) resolve();
  }

  private onFrame(): void {
    this.painted += 1;
    const { painted } = this;
    for (const { resolve } of this.waiters.filter(({ count }) => count <= painted)) resolve();
    this.waiters = this.waiters.filter(({ count }) => count > painted);
  }
}
