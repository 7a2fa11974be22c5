import { computed, inject, Injectable, type OnDestroy, signal } from '@angular/core';
import { SOUND_SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from '#contracts';
import {
  type Attempt,
  browserEnvironment,
  type ConnectionState,
  Reconnector,
  socketUrl,
  type Transport,
} from '#realtime';
import { Access } from '../backend/access.js';
import { readDesktopPolicy } from '../backend/desktop-policy.js';
import type { DesktopSource } from './desktop-source.js';
import { SoundChoice } from './sound-choice.js';
import { canPlaySound, SoundPlayer } from './sound-player.js';

/** What the button says. `muted`: it is on, and the browser waits for a click before it lets anything be heard. */
export type SoundState = 'off' | 'starting' | 'on' | 'muted' | 'lost';

/**
 * The sound of one desktop: off until it is asked for, back by itself when the connection was lost, over with the
 * session. Provided beside the DesktopLink.
 */
@Injectable()
export class DesktopSound implements OnDestroy {
  private readonly access = inject(Access);
  private readonly choice = inject(SoundChoice);
  private readonly policy = readDesktopPolicy();
  private readonly wanted = signal(false);
  private readonly audible = signal(false);
  private readonly broken = signal(false);
  private readonly connection = signal<ConnectionState>({ name: 'idle' });
  private readonly reconnector = new Reconnector({
    environment: browserEnvironment(window),
    open: (attempt) => this.open(attempt),
    signIn: () => this.access.isStillSignedIn(),
  });
  private source: DesktopSource | undefined;
  private player: SoundPlayer | undefined;

  readonly canPlay = canPlaySound();
  /** Whether desktops can be heard here. */
  readonly isOffered = computed(() => this.policy.value()?.sound === true);
  readonly state = computed<SoundState>(() => {
    if (!this.wanted()) return 'off';
    const { name } = this.connection();
    if (this.broken() || name === 'stopped') return 'lost';
    if (name !== 'connected' && name !== 'unstable') return 'starting';
    return this.audible() ? 'on' : 'muted';
  });

  constructor() {
    this.reconnector.onState((state) => this.connection.set(state));
  }

  /** The desktop that is meant. If this window listened to it before, it does so again. */
  attach(source: DesktopSource): void {
    if (this.source === source) return;
    this.stop();
    this.source = source;
    if (this.canPlay && this.choice.isOn(source.name)) this.start();
  }

  /** Call it from a click: browsers play nothing that no person asked for. */
  toggle(): void {
    if (!this.canPlay) return;
    const isOn = this.wanted() && this.state() !== 'lost';
    if (this.source) this.choice.set(this.source.name, !isOn);
    if (isOn) this.stop();
    else this.start();
  }

  stop(): void {
    this.wanted.set(false);
    this.broken.set(false);
    this.hangUp();
  }

  ngOnDestroy(): void {
    this.stop();
  }

  private start(): void {
    this.stop();
    this.wanted.set(true);
    this.player = new SoundPlayer({
      onAudible: (isAudible) => this.audible.set(isAudible),
      onBroken: () => this.fail(),
    });
    const { player } = this;
    player.prepare().then(
      () => this.player === player && this.reconnector.start(),
      () => this.player === player && this.fail(),
    );
  }

  private fail(): void {
    this.broken.set(true);
    this.hangUp();
  }

  private hangUp(): void {
    this.reconnector.stop();
    this.player?.close();
    this.player = undefined;
  }

  private async open(attempt: Attempt): Promise<Transport> {
    const { source } = this;
    if (!source) throw new Error('sound was asked for before it was told whose');
    const { path, token } = await source.openSound();
    attempt.signal.throwIfAborted();
    const protocols = [SOUND_SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX + token];
    const socket = new WebSocket(socketUrl(location.origin, path), protocols);
    socket.binaryType = 'arraybuffer';
    let isOpen = false;
    socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
      if (!isOpen) attempt.opened();
      isOpen = true;
      attempt.heard();
      this.player?.play(data);
    });
    socket.addEventListener('close', ({ code, reason }) => attempt.closed({ code, reason }));
    return {
      probe: () => undefined, // nothing is asked: twice a second it says at least that nothing is to be heard
      close: () => socket.close(),
    };
  }
}
