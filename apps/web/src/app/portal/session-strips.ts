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
import type { ControlLease, SessionId } from '#contracts';
import { type BackendError, toBackendError } from '../backend/backend-error.js';
import { Control, readControl } from '../backend/control.js';
import { Failure } from '../ui/failure.js';
import { StageStrip } from '../viewer/stage-strip.js';
import { ThisViewer } from '../viewer/viewer-id.js';
import { controlWords } from './control-standing.js';
import { SessionTimeline } from './session-timeline.js';
import { watchersOf, watcherWords } from './watchers.js';

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
        <button matButton="text" type="button" [disabled]="isMoving()" (click)="move(it.action)">
          {{ it.button }}
        </button>
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
  /** Control has come to this window. */
  readonly taken = output();

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
  /** The events that say that control moved, or that its holder came or went. */
  private readonly moves = computed(
    () => (this.timeline.events() ?? []).filter(({ name }) => /^(control|viewer)\./.test(name)).length,
  );

  constructor() {
    effect(() => {
      if (this.moves() > 0) untracked(() => this.read.reload());
    });
  }

  protected async move(action: 'take' | 'give'): Promise<void> {
    this.isMoving.set(true);
    this.failure.set(undefined);
    try {
      const viewer = await this.viewer.id();
      this.lease.set(await this.commands.act(this.sessionId(), { action, viewer }));
      if (action === 'take') this.taken.emit();
    } catch (cause) {
      this.failure.set(toBackendError(cause));
      this.read.reload();
    } finally {
      this.isMoving.set(false);
    }
  }
}
