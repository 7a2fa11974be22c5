import { computed, signal } from '@angular/core';
import type { AdminSession, SessionId } from '#contracts';

/** The ticked rows of a table of sessions. Only what has not ended can be ticked, since it is ticked to be revoked. */
export class Selection {
  private readonly ids = signal<ReadonlySet<SessionId>>(new Set());

  constructor(private readonly rows: () => readonly AdminSession[]) {}

  private readonly choosable = computed(() => this.rows().filter((session) => session.state !== 'ended'));
  /** Ticked and still on the page, still going. */
  readonly chosen = computed(() => this.choosable().filter((session) => this.ids().has(session.id)));
  readonly isAll = computed(
    () => this.chosen().length > 0 && this.chosen().length === this.choosable().length,
  );
  readonly isSome = computed(() => this.chosen().length > 0 && !this.isAll());
  readonly isPossible = computed(() => this.choosable().length > 0);

  has(id: SessionId): boolean {
    return this.ids().has(id);
  }

  toggle(id: SessionId): void {
    this.ids.update((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }

  toggleAll(): void {
    this.ids.set(this.isAll() ? new Set() : new Set(this.choosable().map((session) => session.id)));
  }

  clear(): void {
    this.ids.set(new Set());
  }
}
