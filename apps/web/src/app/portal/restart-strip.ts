import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { SessionEvent, SessionId } from '#contracts';
import { readTakeaway } from '../backend/files.js';
import { DesktopLink } from '../viewer/desktop-link.js';
import { isDesktopComingBack } from '../viewer/loss.js';
import { StageStrip } from '../viewer/stage-strip.js';
import { closedUpTo, keepClosed } from './closed-notice.js';
import { restartNoticeOf, restartWords } from './restart-notice.js';
import { SessionTimeline } from './session-timeline.js';

/** Above a desktop that is another one than before, or whose browser is: what happened, and what it cost. */
@Component({
  selector: 'oda-restart-strip',
  imports: [MatButton, StageStrip],
  template: `
    @if (told(); as it) {
      <oda-stage-strip icon="refresh" [class.warn]="it.kind === 'desktop'" [text]="words(it, hasCopy())">
        <button matButton="text" type="button" (click)="close(it.seq)">Close</button>
      </oda-stage-strip>
    }
  `,
})
export class RestartStrip {
  private readonly events = inject(SessionTimeline).events;
  private readonly link = inject(DesktopLink);
  readonly sessionId = input.required<SessionId>();

  protected readonly words = restartWords;
  private readonly closedSeq = linkedSignal(() => closedUpTo(this.sessionId()));
  /** How far the log went when it was first read. */
  private readonly knownSeq = linkedSignal<readonly SessionEvent[] | undefined, number | undefined>({
    source: this.events,
    computation: (events, before) => before?.value ?? events?.at(-1)?.seq,
  });
  private readonly notice = computed(() =>
    isDesktopComingBack(this.link.loss())
      ? undefined
      : restartNoticeOf(this.events() ?? [], {
          closedSeq: this.closedSeq(),
          knownSeq: this.knownSeq() ?? 0,
        }),
  );

  private readonly takeaway = readTakeaway(() =>
    this.notice()?.kind === 'desktop' ? this.sessionId() : undefined,
  );
  protected readonly hasCopy = computed(() => this.takeaway.value()?.state === 'ready');
  /** What a lost desktop cost is said once it is known, or cannot be: nobody reads first that their copy is gone. */
  protected readonly told = computed(() => {
    const isKnown = this.takeaway.value() !== undefined || this.takeaway.error() !== undefined;
    const notice = this.notice();
    return notice?.kind === 'desktop' && !isKnown ? undefined : notice;
  });

  protected close(seq: number): void {
    this.closedSeq.set(seq);
    keepClosed(this.sessionId(), seq);
  }
}
