import { type OutputRef, signal, type Type } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { MATERIAL_ANIMATIONS } from '@angular/material/core';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { byRole, settled } from '../../testing/screen.js';
import { DesktopLink } from '../viewer/desktop-link.js';
import { KeysMenu } from './keys-menu.js';
import { ViewMenu } from './view-menu.js';

const link = { held: signal(new Set()), tap: () => undefined, toggle: () => undefined };
const items = () => [...document.querySelectorAll<HTMLElement>('[mat-menu-item]')];
let done: number;

beforeEach(() => {
  done = 0;
  TestBed.configureTestingModule({
    providers: [
      { provide: DesktopLink, useValue: link },
      { provide: MATERIAL_ANIMATIONS, useValue: { animationsDisabled: true } },
    ],
  });
});

async function open(
  fixture: ComponentFixture<{ done: OutputRef<void> }>,
  name: string,
): Promise<HTMLElement> {
  fixture.componentInstance.done.subscribe(() => (done += 1));
  await settled();
  byRole('button', name).click();
  await settled();
  return items()[0] as HTMLElement;
}

describe.each<[string, Type<{ done: OutputRef<void> }>, Record<string, unknown>]>([
  ['View', ViewMenu, { scale: 'fit' }],
  ['Special keys', KeysMenu, {}],
])('the menu %s', (name, component, inputs) => {
  const create = () => {
    const fixture = TestBed.createComponent(component);
    for (const [input, value] of Object.entries(inputs)) fixture.componentRef.setInput(input, value);
    return fixture;
  };

  it('leaves the focus at its button when nothing was chosen', async () => {
    const item = await open(create(), name);
    item.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', keyCode: 27, bubbles: true }));
    await settled();
    expect(items()).toEqual([]);
    expect(document.activeElement).toBe(byRole('button', name));
    expect(done).toBe(0);
  });

  it('gives the keys to the desktop when something was', async () => {
    const item = await open(create(), name);
    item.click();
    await settled();
    expect(document.activeElement).not.toBe(byRole('button', name));
    expect(done).toBe(1);
  });
});
