import { afterEveryRender } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { byRole } from '../../testing/screen.js';
import type { Typed } from './typed-text.js';
import { type Paste, TypingField } from './typing-field.js';

let fixture: ComponentFixture<TypingField>;
let field: HTMLTextAreaElement;
let heard: (string | Typed | Paste)[];

beforeEach(() => {
  jest.useRealTimers();
  fixture = TestBed.createComponent(TypingField);
  fixture.componentRef.setInput('onKey', ({ type, key }: KeyboardEvent) => heard.push(`${type} ${key}`));
  TestBed.tick();
  heard = [];
  const { typed, pasted, left } = fixture.componentInstance;
  typed.subscribe((what) => heard.push(what));
  pasted.subscribe((what) => heard.push(what));
  left.subscribe(() => heard.push('left'));
  field = byRole(
    'textbox',
    /^Type into the desktop\. Press Control, Alt and Escape/,
    fixture.nativeElement as HTMLElement,
  );
});

const aWhile = () => new Promise((resolve) => setTimeout(resolve, 50));
const press = (key: string, some: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...some });
  field.dispatchEvent(event);
  return event;
};
const compose = (type: string, data: string) => field.dispatchEvent(new CompositionEvent(type, { data }));
const paste = (text: string) => {
  // jsdom has no ClipboardEvent
  const event = new Event('paste', { cancelable: true });
  field.dispatchEvent(Object.assign(event, { clipboardData: { getData: () => text } }));
};

describe('the field in the desktop’s stead', () => {
  it('keeps the browser from acting on a key of the desktop', () => {
    expect(press('t', { ctrlKey: true }).defaultPrevented).toBe(true);
    field.dispatchEvent(new KeyboardEvent('keyup', { key: 't' }));
    expect(heard).toEqual(['keydown t', 'keyup t']);
  });

  it('has nothing of the page looked through for a key', async () => {
    let looks = 0;
    TestBed.runInInjectionContext(() => afterEveryRender({ read: () => void (looks += 1) }));
    await aWhile();
    looks = 0;
    press('a');
    field.dispatchEvent(new KeyboardEvent('keyup', { key: 'a' }));
    await aWhile();
    expect([heard, looks]).toEqual([['keydown a', 'keyup a'], 0]);
    compose('compositionstart', ''); // as it is for what the template listens to
    await aWhile();
    expect(looks).toBe(1);
  });

  it('lets the browser have what it makes a character of', () => {
    expect(press('Dead').defaultPrevented).toBe(false);
    expect(press('e', { isComposing: true }).defaultPrevented).toBe(false);
    expect(heard).toEqual([]);
  });

  it('types what an input method composed once it is done, and none of its stages', () => {
    compose('compositionstart', '');
    compose('compositionupdate', 'に');
    compose('compositionupdate', '日本');
    expect(heard).toEqual([]);
    compose('compositionend', '日本');
    expect(heard).toEqual([{ kind: 'text', text: '日本' }]);
  });

  it('types what a phone composes as it comes', () => {
    fixture.componentInstance.toggleKeyboard();
    heard.length = 0; // it left and came back
    compose('compositionstart', '');
    compose('compositionupdate', 'h');
    compose('compositionupdate', 'hi');
    compose('compositionend', 'hi');
    expect(heard).toEqual([
      { kind: 'text', text: 'h' },
      { kind: 'text', text: 'i' },
    ]);
  });

  it('holds the key of a paste back until its text is there', () => {
    expect(press('v', { ctrlKey: true }).defaultPrevented).toBe(false);
    expect(heard).toEqual([]);
    paste('Grüße');
    expect(heard).toEqual([{ text: 'Grüße', keysym: 0x76 }]);
  });

  it('presses that key all the same when the browser pastes nothing', () => {
    jest.useFakeTimers();
    press('v', { ctrlKey: true });
    jest.advanceTimersByTime(100);
    expect(heard).toEqual([{ kind: 'key', keysym: 0x76 }]);
  });

  it('takes no paste that no key has asked for', () => {
    paste('out of the blue');
    expect(heard).toEqual([]);
  });

  it('says when the focus goes elsewhere', () => {
    field.dispatchEvent(new Event('blur'));
    expect(heard).toEqual(['left']);
  });
});
