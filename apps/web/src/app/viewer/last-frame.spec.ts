import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from '@jest/globals';
import type { ConnectionState } from '#realtime';
import { settled } from '../../testing/screen.js';
import { DesktopClipboard } from './desktop-clipboard.js';
import { DesktopLink } from './desktop-link.js';
import { DesktopSound } from './desktop-sound.js';
import { DesktopView } from './desktop-view.js';
import { DesktopWriter } from './desktop-writer.js';

const lastFrame = document.createElement('canvas');

async function shown(access: 'view' | 'control', isOver: boolean): Promise<Element | null> {
  const link = {
    state: signal<ConnectionState>({ name: 'connected', awayMs: 0 }),
    loss: signal(undefined),
    lastFrame: signal(lastFrame),
    letGo: () => undefined,
    show: () => undefined,
    setScale: () => undefined,
  };
  TestBed.configureTestingModule({
    providers: [
      { provide: DesktopLink, useValue: link },
      { provide: DesktopSound, useValue: { stop: () => undefined, attach: () => undefined } },
      { provide: DesktopClipboard, useValue: { catchUp: () => Promise.resolve() } },
      { provide: DesktopWriter, useValue: {} },
    ],
  });
  const { componentRef } = TestBed.createComponent(DesktopView);
  componentRef.setInput('source', { name: 'x', access });
  componentRef.setInput('scale', 'fit');
  componentRef.setInput('isOver', isOver);
  await settled();
  return document.querySelector('.frame canvas');
}

describe('the last frame of a desktop', () => {
  it('is kept from a guest whose link is over', async () => {
    expect(await shown('view', true)).toBeNull();
  });

  it('is there for a guest while the connection comes back', async () => {
    expect(await shown('view', false)).toBe(lastFrame);
  });

  it('is past reading for its owner once the session is over', async () => {
    expect((await shown('control', true))?.closest('.over')).not.toBeNull();
  });
});
