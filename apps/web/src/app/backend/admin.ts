import { HttpClient } from '@angular/common/http';
import { inject, Injectable, type Signal } from '@angular/core';
import {
  type AccountId,
  AdminOverview,
  AdminSession,
  AdminSessionList,
  AdminUserList,
  AuditList,
  DeletionCertificates,
  DesktopHosts,
  Receipt,
  RevokeManyAnswer,
  type SessionId,
  type SessionState,
} from '#contracts';
import { firstValueFrom } from 'rxjs';
import { given } from './given.js';
import { type Read, read } from './read.js';
import { ServerClock } from './server-clock.js';

/** What the list of sessions is narrowed by; undefined narrows nothing. */
export interface SessionFilter {
  state?: SessionState | undefined;
  q?: string | undefined;
  cursor?: string | undefined;
}

/** Reads of the console. Each is called in an injection context. */
export function readAdminSessions(filter: Signal<SessionFilter>): Read<AdminSessionList> {
  const clock = inject(ServerClock);
  const schema = AdminSessionList.transform((list) => {
    const first = list.items[0];
    if (first) clock.sync(first.now);
    return list;
  });
  return read(() => ({ url: '/api/admin/sessions', params: given({ ...filter() }) }), schema);
}

export function readAdminSession(id: Signal<SessionId | undefined>): Read<AdminSession> {
  const clock = inject(ServerClock);
  const schema = AdminSession.transform((session) => {
    clock.sync(session.now);
    return session;
  });
  return read(() => {
    const sessionId = id();
    return sessionId && { url: `/api/admin/sessions/${sessionId}` };
  }, schema);
}

export function readOverview(): Read<AdminOverview> {
  const clock = inject(ServerClock);
  const schema = AdminOverview.transform((overview) => {
    clock.sync(overview.now);
    return overview;
  });
  return read(() => ({ url: '/api/admin/overview' }), schema);
}

export function readDesktopHosts(): Read<DesktopHosts> {
  const clock = inject(ServerClock);
  const schema = DesktopHosts.transform((hosts) => {
    clock.sync(hosts.now);
    return hosts;
  });
  return read(() => ({ url: '/api/admin/desktops' }), schema);
}

export function readDeletions(id: Signal<SessionId>): Read<DeletionCertificates> {
  return read(() => ({ url: `/api/admin/sessions/${id()}/deletions` }), DeletionCertificates);
}

export function readUsers(filter: Signal<Omit<SessionFilter, 'state'>>): Read<AdminUserList> {
  return read(() => ({ url: '/api/admin/users', params: given({ ...filter() }) }), AdminUserList);
}

export function readAudit(cursor: Signal<string | undefined>): Read<AuditList> {
  return read(() => ({ url: '/api/admin/audit', params: given({ cursor: cursor() }) }), AuditList);
}

/** What only an administrator may command. Fails with BackendError. */
@Injectable({ providedIn: 'root' })
export class Admin {
  private readonly http = inject(HttpClient);

  /** Answers within 2 s with what has closed until then; asked again, the same receipt, filled further. */
  async revoke(id: SessionId, reason: string): Promise<Receipt> {
    return Receipt.parse(
      await firstValueFrom(this.http.post<unknown>(`/api/admin/sessions/${id}/revoke`, { reason })),
    );
  }

  async revokeMany(ids: SessionId[], reason: string): Promise<RevokeManyAnswer> {
    return RevokeManyAnswer.parse(
      await firstValueFrom(this.http.post<unknown>('/api/admin/sessions/revoke', { ids, reason })),
    );
  }

  /** Lets an account on hold buy again. DISPUTE_OPEN while a bank has not decided. */
  async unfreezeUser(id: AccountId, reason: string): Promise<void> {
    await firstValueFrom(this.http.post<unknown>(`/api/admin/users/${id}/unfreeze`, { reason }));
  }

  async disableUser(id: AccountId): Promise<void> {
    await firstValueFrom(this.http.post<unknown>(`/api/admin/users/${id}/disable`, {}));
  }
}
