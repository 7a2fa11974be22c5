import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ConnectionState } from '#realtime';
import { allByRole, settled, wordsIn } from '../../testing/screen.js';
import { DesktopLink } from './desktop-link.js';
import { DesktopView } from './desktop-view.js';
import { VIEWER_PROVIDERS } from './viewer-providers.js';

let fixture: ComponentFixture<DesktopView>;

beforeEach(() => {
  const link = {
    state: signal<ConnectionState>({ name: 'connected', awayMs: 0 }),
    loss: signal(undefined),
    lastFrame: signal(undefined),
    held: signal(new Set()),
    show: () => undefined,
    setScale: () => undefined,
    letGo: () => undefined,
    onText: () => undefined,
    onTextFetched: () => undefined,
  };
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(),
      provideHttpClientTesting(),
      ...VIEWER_PROVIDERS.filter((provider) => provider !== DesktopLink),
      { provide: DesktopLink, useValue: link },
    ],
  });
});

const show = async (access: 'control' | 'view', some: Record<string, unknown> = {}) => {
  const never = () => new Promise<never>(() => undefined);
  fixture = TestBed.createComponent(DesktopView);
  const source = { name: 'one', access, open: never, openSound: never };
  for (const [name, value] of Object.entries({ source, scale: 'fit', ...some }))
    fixture.componentRef.setInput(name, value);
  await settled();
  (document.activeElement as HTMLElement | null)?.blur();
  await settled();
};
const host = () => fixture.nativeElement as HTMLElement;
const stage = () => host().querySelector<HTMLElement>('[role=application]');
const focusBy = async (event: Event) => {
  document.body.dispatchEvent(event);
  stage()?.focus();
  await settled();
};
const isRinged = () => host().classList.contains('keyed');
const WAY_OUT = 'Keys go to the desktop. Ctrl Alt Esc leads out.';

describe('the view of a desktop', () => {
  it('offers nothing to type into where one can only watch', async () => {
    await show('view');
    expect(allByRole('textbox')).toEqual([]);
    expect(stage()?.ariaLabel).toBe('Desktop, to look at only');
  });

  it('shows the focus and the way out to who comes by keyboard', async () => {
    await show('control');
    await focusBy(new KeyboardEvent('keydown', { key: 'Tab', keyCode: 9, bubbles: true }));
    expect([isRinged(), wordsIn(host())]).toEqual([true, WAY_OUT]);
  });

  it.each([
    ['control', { mayAct: false }],
    ['view', {}],
  ] as const)('leads nobody out who cannot type: %s %j', async (access, some) => {
    await show(access, some);
    await focusBy(new KeyboardEvent('keydown', { key: 'Tab', keyCode: 9, bubbles: true }));
    expect([isRinged(), wordsIn(host())]).toEqual([true, '']);
  });

  it('shows neither to a mouse, also one that comes later', async () => {
    await show('control');
    await focusBy(new MouseEvent('mousedown', { bubbles: true, buttons: 1, detail: 1 }));
    expect(isRinged()).toBe(false);
    (document.activeElement as HTMLElement).blur();
    await focusBy(new KeyboardEvent('keydown', { key: 'Tab', keyCode: 9, bubbles: true }));
    stage()?.dispatchEvent(new Event('pointerdown'));
    await settled();
    expect([isRinged(), wordsIn(host())]).toEqual([false, '']);
  });
});
