import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DesktopClipboard } from './desktop-clipboard.js';
import { DesktopLink } from './desktop-link.js';
import { DesktopWriter } from './desktop-writer.js';
import type { Line } from './line-meter.js';
import { PictureLine } from './picture-line.js';

const ROUND_TRIP_MS = 50;
/** 150 ms and two round trips: of a desktop that does not tell. */
const TAKEN_MS = 150 + 2 * ROUND_TRIP_MS;
/** After this one that does tell will not come any more. */
const GIVEN_UP_MS = 2_000 + 2 * ROUND_TRIP_MS;
const [SHIFT, INSERT, A] = [0xffe1, 0xff63, 0x61];
let sent: string[];
let writer: DesktopWriter;
let desktopTells: boolean;
let mayGive: boolean;
let isShiftHeld: boolean;
let fetched: () => void;

beforeEach(() => {
  jest.useFakeTimers();
  sent = [];
  desktopTells = false;
  mayGive = true;
  isShiftHeld = false;
  const line: Line = { roundTripMs: ROUND_TRIP_MS, bytesPerSecond: 0, framesPerSecond: 0 };
  const link = {
    key: ({ key }: KeyboardEvent) => sent.push(`key ${key}`),
    tap: (...keysyms: number[]) => sent.push(`tap ${keysyms.join('+')}`),
    onTextFetched: (listener: () => void) => (fetched = listener),
    asHeld: (text: string) => (isShiftHeld ? text.toUpperCase() : text),
  };
  const clipboard = {
    mayGive: () => mayGive,
    lend: (text: string) => sent.push(`lend ${text}`) > 0 && desktopTells,
    giveBack: () => sent.push('give back'),
    paste: (text: string) => sent.push(`paste ${text}`) > 0 && desktopTells,
  };
  TestBed.configureTestingModule({
    providers: [
      DesktopWriter,
      { provide: DesktopLink, useValue: link },
      { provide: DesktopClipboard, useValue: clipboard },
      { provide: PictureLine, useValue: { line: signal(line) } },
    ],
  });
  writer = TestBed.inject(DesktopWriter);
});
afterEach(() => jest.useRealTimers());

const write = (text: string) => writer.type({ kind: 'text', text });

describe('writing into the desktop', () => {
  it('does not let a later text take the place of one that is still fetched', () => {
    write('日');
    writer.type({ kind: 'key', keysym: A });
    write('本');
    expect(sent).toEqual(['lend 日', `tap ${SHIFT}+${INSERT}`]);
    jest.advanceTimersByTime(TAKEN_MS - 1);
    expect(sent).toHaveLength(2);
    jest.advanceTimersByTime(1);
    expect(sent.slice(2)).toEqual([`tap ${A}`, 'lend 本', `tap ${SHIFT}+${INSERT}`]);
  });

  it('does not let a key overtake a text', () => {
    write('é');
    writer.key(new KeyboardEvent('keydown', { key: 'Enter' }));
    write('à');
    expect(sent).toHaveLength(2);
    jest.advanceTimersByTime(TAKEN_MS);
    expect(sent.slice(2, 4)).toEqual(['key Enter', 'lend à']);
  });

  it('presses keys for what the keyboard has, at once', () => {
    write('aa');
    expect(sent).toEqual([`tap ${A}`, `tap ${A}`]);
  });

  it('types what the keys make while Shift is held down for the person', () => {
    isShiftHeld = true;
    write('a');
    write('é');
    expect(sent.slice(0, 2)).toEqual(['tap 65', 'lend É']);
  });

  it('presses what keys there can be where nothing may be pasted', () => {
    mayGive = false;
    write('é');
    expect(sent).toEqual(['tap 233']);
  });

  it('pastes in one piece what comes while it waits', () => {
    for (const character of 'éà bü') write(character);
    jest.advanceTimersByTime(TAKEN_MS);
    expect(sent).toEqual(['lend é', `tap ${SHIFT}+${INSERT}`, 'lend à bü', `tap ${SHIFT}+${INSERT}`]);
  });

  it('waits until the desktop has come for a text, and longer for the paste where that took longer', () => {
    desktopTells = true;
    write('日');
    writer.type({ kind: 'key', keysym: A });
    jest.advanceTimersByTime(400);
    fetched();
    jest.advanceTimersByTime(TAKEN_MS + 3 * 400 - 1);
    expect(sent).toEqual(['lend 日', `tap ${SHIFT}+${INSERT}`]);
    jest.advanceTimersByTime(1);
    expect(sent.slice(2)).toEqual([`tap ${A}`]);
  });

  it('takes no notice of a text that is fetched again', () => {
    desktopTells = true;
    write('é');
    fetched();
    jest.advanceTimersByTime(TAKEN_MS);
    fetched();
    write('a');
    expect(sent.slice(2)).toEqual([`tap ${A}`]);
  });

  it('goes on when nothing in the desktop wants the text', () => {
    desktopTells = true;
    write('é');
    writer.type({ kind: 'key', keysym: A });
    jest.advanceTimersByTime(GIVEN_UP_MS);
    expect(sent.slice(2)).toEqual([`tap ${A}`]);
  });

  it('never gives the clipboard back before the borrowed text was fetched', () => {
    desktopTells = true;
    write('é');
    jest.advanceTimersByTime(GIVEN_UP_MS - 1);
    expect(sent).not.toContain('give back');
    jest.advanceTimersByTime(1);
    jest.advanceTimersByTime(1_000);
    expect(sent.at(-1)).toBe('give back');
  });

  it('gives the clipboard back once nothing is borrowed any more', () => {
    write('é');
    jest.advanceTimersByTime(TAKEN_MS + 999);
    write('à');
    jest.advanceTimersByTime(TAKEN_MS + 999);
    expect(sent).not.toContain('give back');
    jest.advanceTimersByTime(1);
    expect(sent.at(-1)).toBe('give back');
  });

  it('puts the text of a paste there before its key, and keeps it there', () => {
    write('é');
    writer.paste({ text: 'mine', keysym: 0x76 });
    jest.advanceTimersByTime(5_000);
    expect(sent.slice(2)).toEqual(['paste mine', 'tap 118']);
  });

  it('presses the key of a paste that brought nothing: the desktop has its own', () => {
    writer.paste({ text: '', keysym: 0x76 });
    expect(sent).toEqual(['paste ', 'tap 118']);
  });
});
