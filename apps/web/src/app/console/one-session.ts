import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { SessionId } from '#contracts';
import { readAdminSession } from '../backend/admin.js';
import { poll } from '../backend/poll.js';
import { Empty } from '../ui/empty.js';
import { Icon } from '../ui/icon.js';
import { SessionDesktops } from '../viewer/desktop-source.js';
import { DesktopView } from '../viewer/desktop-view.js';
import { VIEWER_PROVIDERS } from '../viewer/viewer-providers.js';
import { SessionDetail } from './session-detail.js';

const PERIOD_MS = 3000;

/** One session on a page of its own, with a look at its desktop. Looking is never touching: the api sees to that. */
@Component({
  selector: 'oda-one-session',
  imports: [DesktopView, Empty, Icon, MatButton, RouterLink, SessionDetail],
  providers: [VIEWER_PROVIDERS],
  templateUrl: './one-session.html',
  styleUrl: './one-session.scss',
})
export class OneSession {
  private readonly desktops = inject(SessionDesktops);
  readonly id = input.required<string>();
  protected readonly sessionId = computed(() => SessionId.safeParse(this.id()).data);
  protected readonly session = readAdminSession(this.sessionId);
  protected readonly isLive = computed(() => this.session.value()?.state === 'active');
  protected readonly source = computed(() => {
    const id = this.sessionId();
    return id && this.desktops.source(id, 'view');
  });
  protected readonly isWatching = signal(false);

  constructor() {
    poll(this.session, () => (this.isLive() ? PERIOD_MS : undefined));
  }
}
