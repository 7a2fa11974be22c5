import {
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { SessionId, type SessionView } from '#contracts';
import { poll } from '../backend/poll.js';
import { ServerClock } from '../backend/server-clock.js';
import { readSession } from '../backend/sessions.js';
import { Failure } from '../ui/failure.js';
import { remembered } from '../ui/remembered.js';
import { DesktopLink } from '../viewer/desktop-link.js';
import { SessionDesktops } from '../viewer/desktop-source.js';
import { DesktopView } from '../viewer/desktop-view.js';
import { wasPersonAway } from '../viewer/loss.js';
import { SCALES } from '../viewer/remote-screen.js';
import { StageNotice } from '../viewer/stage-notice.js';
import { StageStrip } from '../viewer/stage-strip.js';
import { VIEWER_PROVIDERS } from '../viewer/viewer-providers.js';
import { type Absence, absenceWords } from './absence.js';
import { mayOnlyLook, type Standing } from './control-standing.js';
import { DropFiles } from './drop-files.js';
import { ExtensionTerms } from './extension-terms.js';
import { FileTransfers } from './file-transfers.js';
import { FullScreen } from './full-screen.js';
import { KeptFiles } from './kept-files.js';
import { RestartStrip } from './restart-strip.js';
import { savePicture } from './save-picture.js';
import { SessionBar } from './session-bar.js';
import { SessionDialogs } from './session-dialogs.js';
import { SessionDrawer } from './session-drawer.js';
import { SessionStrips } from './session-strips.js';
import { SessionTimeline } from './session-timeline.js';
import { stageOf } from './session-stage.js';
import { TimeStrip } from './time-strip.js';

/** Events tell at once what changes; these periods only catch what they could not. */
const STARTING_PERIOD_MS = 1000;
const CALM_PERIOD_MS = 20_000;
const DELETING_PERIOD_MS = 1000;
const DELETED_WITHIN_MS = 30_000;
/** Shorter absences are not worth a sentence. */
const WORTH_TELLING_MS = 3000;
/** The clock shows whole seconds: the one that has begun counts. */
const CLOCK_STEP_MS = 1000;

/** The desktop as the stage, a slim bar, a drawer; over the stage whatever interrupts it, and in the end why it ended. */
@Component({
  selector: 'oda-session',
  imports: [
    DesktopView,
    DropFiles,
    Failure,
    KeptFiles,
    MatButton,
    RestartStrip,
    RouterLink,
    SessionBar,
    SessionDrawer,
    SessionStrips,
    StageNotice,
    StageStrip,
    TimeStrip,
  ],
  providers: [VIEWER_PROVIDERS, SessionTimeline, FullScreen, ExtensionTerms, FileTransfers, SessionDialogs],
  templateUrl: './session.html',
  styleUrl: './session.scss',
})
export class SessionPage {
  private readonly dialogs = inject(SessionDialogs);
  private readonly desktops = inject(SessionDesktops);
  private readonly clock = inject(ServerClock);
  private readonly link = inject(DesktopLink);
  protected readonly timeline = inject(SessionTimeline);
  protected readonly fullScreen = inject(FullScreen);
  private readonly view = viewChild(DesktopView);
  private readonly bar = viewChild.required(SessionBar, { read: ElementRef<HTMLElement> });
  private readonly over = viewChild<StageNotice>('over');
  private readonly frame = viewChild.required<ElementRef<HTMLElement>>('frame');

  readonly id = input.required<string>();
  protected readonly sessionId = computed(() => SessionId.safeParse(this.id()).data);
  protected readonly session = readSession(this.sessionId);
  protected readonly scale = remembered('oda.scale', SCALES, 'fit');
  private readonly drawer = remembered('oda.drawer', ['open', 'closed'], startsOpen());
  protected readonly isDrawerOpen = computed(() => this.drawer() === 'open');

  /** For as long as it may take: a host that is away keeps what it owes, and nobody waits for that here. */
  private readonly isBeingDeleted = computed(() => {
    const { desktop, endedAt, now } = this.session.value() ?? {};
    const sinceMs = endedAt && now ? Date.parse(now) - Date.parse(endedAt) : Infinity;
    return desktop?.deletedAt === undefined && sinceMs < DELETED_WITHIN_MS;
  });
  private readonly state = computed(() => this.session.value()?.state);
  protected readonly isMissing = computed(() => !this.sessionId() || this.session.error()?.status === 404);
  protected readonly failure = computed(() => {
    const error = this.session.error();
    // The stage says already that the network is gone.
    const isToldByStage = error?.code === 'OFFLINE' && this.link.state().name === 'reconnecting';
    return this.isMissing() || isToldByStage ? undefined : error;
  });
  protected readonly stage = computed(() => stageOf(this.session.value()));

  protected readonly source = computed(() => {
    const id = this.sessionId();
    return id && this.desktops.source(id, 'control');
  });
  protected readonly standing = signal<Standing | undefined>(undefined);
  protected readonly mayAct = computed(() => !mayOnlyLook(this.standing()));
  protected readonly hasFrame = computed(() => this.link.lastFrame() !== undefined);

  /** The last event that was there when the connection was lost; undefined while it holds. */
  private lostAtSeq: number | undefined;
  private readonly back = signal<Absence | undefined>(undefined);
  protected readonly cameBack = computed(() => {
    const absence = this.back();
    return absence && absenceWords(absence, this.timeline.events() ?? []);
  });

  constructor() {
    poll(this.session, () => {
      if (this.isMissing()) return undefined;
      if (this.state() === 'ended') return this.isBeingDeleted() ? DELETING_PERIOD_MS : undefined;
      return this.state() === 'active' ? CALM_PERIOD_MS : STARTING_PERIOD_MS;
    });
    effect(() => {
      const id = this.sessionId();
      const isKnown = this.state() !== undefined;
      if (id && isKnown) untracked(() => this.readTimeline());
    });
    effect(() => {
      if (this.timeline.events()?.length) untracked(() => this.session.reload());
    });
    effect(() => this.obeyLink());
    effect(() => {
      if (!this.mayAct()) untracked(() => this.link.letGoOfHeld());
    });
    effect(() => this.focusOnEnd());
    this.dialogs.closed.pipe(takeUntilDestroyed()).subscribe(() => this.focusOnEnd());
  }

  protected readTimeline(): void {
    const id = this.sessionId();
    if (id) void this.timeline.show(id, this.state() !== 'ended');
  }

  protected forgetAbsence(): void {
    this.back.set(undefined);
  }

  protected toggleDrawer(): void {
    this.drawer.update((now) => (now === 'open' ? 'closed' : 'open'));
  }

  protected toggleFullScreen(): void {
    void this.fullScreen.toggle(this.frame().nativeElement);
    this.view()?.focus();
  }

  protected toggleKeyboard(): void {
    this.view()?.toggleKeyboard();
  }

  protected toDesktop(): void {
    this.view()?.focus();
  }

  protected async savePicture(): Promise<void> {
    const { reference } = this.session.value() ?? {};
    const picture = await this.link.picture();
    if (picture && reference) savePicture(picture, reference, new Date(this.clock.now() ?? 0));
  }

  /** The way out of the desktop by keyboard leads to the bar; from there all else can be reached. */
  protected leaveDesktop(): void {
    this.bar().nativeElement.focus();
  }

  protected share(): void {
    this.with((session) => this.dialogs.share(session));
  }

  protected record(): void {
    this.with((session) => this.dialogs.record(session, () => this.session.reload()));
  }

  /** `dropped` on the stage are sent at once; where they are, the dialog shows. */
  protected showFiles(dropped: readonly File[] = []): void {
    this.with((session) => this.dialogs.files(session, dropped));
  }

  protected end(): void {
    this.with((session) => this.dialogs.end(session, () => this.session.reload()));
  }

  private with(open: (session: SessionView) => void): void {
    const session = this.session.value();
    if (session) open(session);
  }

  /** What had the focus goes with the desktop; a dialog that is open keeps it until it closes. */
  private focusOnEnd(): void {
    const over = this.over();
    const { activeElement, body } = document;
    if (over && (!activeElement || activeElement === body || activeElement.closest('[inert]'))) over.focus();
  }

  /** The desktop's own connection often hears of a change first. */
  private obeyLink(): void {
    const state = this.link.state();
    if (state.name === 'connected') this.endAbsence(state.awayMs);
    else this.lostAtSeq ??= untracked(() => this.timeline.events()?.at(-1)?.seq);
    if (state.name === 'reconnecting' || state.name === 'stopped') {
      this.forgetAbsence();
      untracked(() => this.session.reload());
    }
  }

  private endAbsence(awayMs: number): void {
    const untilMs = untracked(() => this.clock.now() ?? Infinity) + CLOCK_STEP_MS;
    const afterSeq = this.lostAtSeq ?? Infinity;
    const isWorthTelling = awayMs >= WORTH_TELLING_MS && wasPersonAway(untracked(this.link.loss));
    if (isWorthTelling) this.back.set({ awayMs, afterSeq, untilMs });
    this.lostAtSeq = undefined;
  }
}

/** On a phone the stage comes first; the drawer would cover it. */
function startsOpen(): 'open' | 'closed' {
  return matchMedia('(min-width: 1100px)').matches ? 'open' : 'closed';
}
