import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from '@jest/globals';
import type { SessionEvent } from '#contracts';
import { allByRole, byRole, settled } from '../../testing/screen.js';
import { event } from './testing/session-page.js';
import { Timeline } from './timeline.js';

async function show(events: SessionEvent[]): Promise<void> {
  TestBed.createComponent(Timeline).componentRef.setInput('events', events);
  await settled();
}

describe('a timeline', () => {
  it('is a log with a list in it, so that each line is one of so many', async () => {
    await show([
      event(1, 'session.created', { ttlSeconds: 86_400 }),
      event(2, 'desktop.ready', { generation: 1 }),
    ]);
    const list = byRole('log', 'Timeline').querySelector(':scope > [role=list]');
    expect(allByRole('listitem').map((line) => line.parentElement)).toEqual([list, list]);
  });

  it('has no list while nothing has happened', async () => {
    await show([]);
    expect(byRole('log', 'Timeline').textContent).toContain('Nothing yet');
    expect(document.querySelector('ol')).toBeNull();
  });
});
