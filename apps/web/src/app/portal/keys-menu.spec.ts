import { signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { byRole, settled } from '../../testing/screen.js';
import { DesktopLink } from '../viewer/desktop-link.js';
import { KeysMenu } from './keys-menu.js';

let fixture: ComponentFixture<KeysMenu>;
let tapped: number[][];

beforeEach(() => {
  tapped = [];
  const link = { held: signal(new Set()), tap: (...keysyms: number[]) => tapped.push(keysyms) };
  TestBed.configureTestingModule({ providers: [{ provide: DesktopLink, useValue: link }] });
  fixture = TestBed.createComponent(KeysMenu);
});

const open = async () => {
  await settled();
  byRole('button', 'Special keys').click();
  await settled();
  return [...document.querySelectorAll<HTMLElement>('[role^=menuitem]')];
};
const named = (items: HTMLElement[], name: string) => items.find((item) => item.textContent?.trim() === name);
const press = (key: string, keyCode: number) =>
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, keyCode, bubbles: true }));

describe('the menu of special keys', () => {
  it('opens nothing while another has control', async () => {
    fixture.componentRef.setInput('mayAct', false);
    expect(await open()).toEqual([]);
  });

  it('has the function keys in it, and not in a menu that opens under the finger', async () => {
    const items = await open();
    expect(named(items, 'F12')?.closest('[role=group]')?.ariaLabel).toBe('F1 to F12');
    named(items, 'F2')?.click();
    expect(tapped).toEqual([[0xffbf]]);
  });

  it('leads through them by arrow keys', async () => {
    await open();
    for (let down = 0; down < 5; down += 1) press('ArrowDown', 40);
    press('ArrowRight', 39);
    expect(document.activeElement?.textContent?.trim()).toBe('F2');
    press('ArrowRight', 39);
    press('ArrowLeft', 37);
    press('ArrowDown', 40);
    expect(document.activeElement?.textContent?.trim()).toBe('F3');
  });
});
