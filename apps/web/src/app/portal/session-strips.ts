import {
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  resource,
  signal,
  untracked,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { ControlAction, ControlLease, SessionId } from '#contracts';
import { type BackendError, toBackendError } from '../backend/backend-error.js';
import { Control, readControl } from '../backend/control.js';
import { poll } from '../backend/poll.js';
import { Failure } from '../ui/failure.js';
import { StageStrip } from '../viewer/stage-strip.js';
import { ThisViewer } from '../viewer/viewer-id.js';
import { controlWords, type Standing, standingOf } from './control-standing.js';
import { SessionTimeline } from './session-timeline.js';
import { watchersOf, watcherWords } from './watchers.js';

/** No event tells that a request was taken back. */
const ASKED_PERIOD_MS = 3000;

/** Above the desktop: who watches beside its owner, and who has control when it is not this window. */
@Component({
  selector: 'oda-session-strips',
  imports: [Failure, MatButton, StageStrip],
  template: `
    @if (watching(); as words) {
      <oda-stage-strip icon="visibility" class="warn" [text]="words" />
    }
    @if (control(); as it) {
      <oda-stage-strip icon="front_hand" [text]="it.text">
        @for (way of it.ways; track way.action) {
          <button matButton="text" type="button" [disabled]="isMoving()" (click)="move(way.action)">
            {{ way.button }}
          </button>
        }
      </oda-stage-strip>
    }
    @if (failure(); as error) {
      <oda-failure [error]="error" [retries]="false" />
    }
  `,
})
export class SessionStrips {
  private readonly commands = inject(Control);
  private readonly viewer = inject(ThisViewer);
  private readonly timeline = inject(SessionTimeline);

  readonly sessionId = input.required<SessionId>();
  /** Control has come to this window, which asked for it. */
  readonly taken = output();
  /** What this window may do; undefined while it is not known. */
  readonly standing = output<Standing | undefined>();

  private readonly read = readControl(this.sessionId);
  private readonly lease = linkedSignal<ControlLease | undefined>(() => this.read.value());
  private readonly me = resource({ loader: () => this.viewer.id() }).value;
  protected readonly isMoving = signal(false);
  protected readonly failure = signal<BackendError | undefined>(undefined);

  protected readonly watching = computed(() => watcherWords(watchersOf(this.timeline.events() ?? [])));
  protected readonly control = computed(() => {
    const [lease, me] = [this.lease(), this.me()];
    return lease && me && controlWords(lease, me);
  });
  private readonly currentStanding = computed(() => {
    const [lease, me] = [this.lease(), this.me()];
    return lease && me && standingOf(lease, me);
  });
  /** The events that say that control moved, or that its holder came or went. */
  private readonly moves = computed(
    () => (this.timeline.events() ?? []).filter(({ name }) => /^(control|viewer)\./.test(name)).length,
  );

  private readonly isAskedFor = computed(() => Boolean(this.lease()?.request));

  constructor() {
    poll(this.read, () => (this.isAskedFor() ? ASKED_PERIOD_MS : undefined));
    effect(() => this.standing.emit(this.currentStanding()));
    effect(() => {
      if (this.moves() > 0) untracked(() => this.read.reload());
    });
  }

  protected async move(action: ControlAction): Promise<void> {
    this.isMoving.set(true);
    this.failure.set(undefined);
    try {
      const viewer = await this.viewer.id();
      const lease = await this.commands.act(this.sessionId(), { action, viewer });
      this.lease.set(lease);
      if (standingOf(lease, viewer) === 'mine') this.taken.emit();
    } catch (cause) {
      this.failure.set(toBackendError(cause));
      this.read.reload();
    } finally {
      this.isMoving.set(false);
    }
  }
}
