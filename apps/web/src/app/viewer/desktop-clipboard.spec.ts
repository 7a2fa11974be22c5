import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { settled } from '../../testing/screen.js';
import { DesktopClipboard } from './desktop-clipboard.js';
import { DesktopLink } from './desktop-link.js';
import { LocalClipboard } from './local-clipboard.js';

/** This computer's clipboard, in a browser that may refuse. */
class FakeLocal {
  text = '';
  writes = true;
  reads: 'unasked' | 'asked' | 'never' = 'unasked';

  write(text: string) {
    if (this.writes) this.text = text;
    return Promise.resolve(this.writes);
  }

  read() {
    return Promise.resolve(this.reads === 'never' ? undefined : this.text);
  }

  readIfAllowed() {
    return Promise.resolve(this.reads === 'unasked' ? this.text : undefined);
  }
}

let local: FakeLocal;
let given: string[];
let copyInDesktop: (text: string) => void;
let clipboard: DesktopClipboard;

beforeEach(() => {
  local = new FakeLocal();
  given = [];
  const link = {
    paste: (text: string) => given.push(text),
    onText: (listener: typeof copyInDesktop) => (copyInDesktop = listener),
  };
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(),
      provideHttpClientTesting(),
      DesktopClipboard,
      { provide: DesktopLink, useValue: link },
      { provide: LocalClipboard, useValue: local },
    ],
  });
  clipboard = TestBed.inject(DesktopClipboard);
});

describe('the clipboards', () => {
  it('keeps a text for the panel that the browser would not take', async () => {
    local.writes = false;
    copyInDesktop('Grüße 🎉');
    await settled();
    expect([clipboard.text(), clipboard.isHeld(), local.text]).toEqual(['Grüße 🎉', true, '']);
    local.writes = true;
    expect(await clipboard.take()).toBe(true);
    expect([clipboard.isHeld(), local.text]).toEqual([false, 'Grüße 🎉']);
  });

  it('asks nobody when the person comes back', async () => {
    local.reads = 'asked';
    local.text = 'secret';
    await clipboard.catchUp();
    expect(given).toEqual([]);
  });

  it('says so when the browser hands nothing over', async () => {
    local.reads = 'never';
    expect(await clipboard.fetch()).toBe(false);
    expect(given).toEqual([]);
  });

  it('does not send back what has come from the desktop', async () => {
    copyInDesktop('once');
    await settled();
    await clipboard.catchUp();
    expect(given).toEqual([]);
  });

  it('are the same after a copy in the desktop, and after the person comes back', async () => {
    copyInDesktop('from there');
    await settled();
    expect(local.text).toBe('from there');
    local.text = 'from here';
    await clipboard.catchUp();
    expect(given).toEqual(['from here']);
  });

  it('gives back what was there before it was borrowed, if that is known', () => {
    clipboard.lend('é');
    clipboard.giveBack();
    clipboard.give('mine');
    clipboard.lend('à');
    clipboard.giveBack();
    expect(given).toEqual(['é', 'mine', 'à', 'mine']);
  });
});

describe('a text that was put into the desktop’s clipboard by hand', () => {
  beforeEach(async () => {
    local.reads = 'asked';
    local.text = 'older';
    await clipboard.send('by hand');
    given.length = 0;
  });

  it('is what a paste brings, as often as this computer’s clipboard stays as it was', () => {
    clipboard.paste('older');
    clipboard.paste('older');
    expect(given).toEqual(['by hand', 'by hand']);
  });

  it('gives way to what is copied on this computer afterwards, for good', () => {
    clipboard.paste('older');
    clipboard.paste('newer');
    clipboard.paste('older');
    expect(given).toEqual(['by hand', 'newer', 'older']);
  });

  it('gives way when the person was elsewhere, and nobody may see what they copied there', async () => {
    await clipboard.catchUp();
    clipboard.paste('from elsewhere');
    expect(given).toEqual(['from elsewhere']);
  });

  it('stays when the person was elsewhere, and it can be seen that they copied nothing', async () => {
    local.reads = 'unasked';
    await clipboard.send('again');
    await clipboard.catchUp();
    clipboard.paste('older');
    expect(given).toEqual(['again', 'again']);
  });

  it('is pasted where this computer’s clipboard is empty', () => {
    expect(clipboard.paste('')).toBeTruthy();
    expect(given).toEqual(['by hand']);
  });
});

describe('a paste', () => {
  it('brings what was copied in the desktop when the browser would not take that', async () => {
    [local.reads, local.writes] = ['asked', false];
    copyInDesktop('from there');
    await settled();
    clipboard.paste('older');
    clipboard.paste('newer');
    expect(given).toEqual(['from there', 'newer']);
  });

  it('brings this computer’s text after nothing was copied in the desktop', async () => {
    [local.reads, local.writes] = ['asked', false];
    copyInDesktop('');
    await settled();
    clipboard.paste('mine');
    expect(given).toEqual(['mine']);
  });

  it('brings nothing when there is nothing', () => {
    expect(clipboard.paste('')).toBe(false);
    expect(given).toEqual([]);
  });
});

describe('a clipboard that the service has closed', () => {
  const closed = async (way: string) => {
    TestBed.tick();
    TestBed.inject(HttpTestingController).expectOne('/api/desktop-policy').flush({ clipboard: way });
    await settled();
  };

  it('takes nothing of this computer along when it may not go up', async () => {
    await closed('down');
    local.text = 'a secret';
    await clipboard.catchUp();
    expect(given).toEqual([]);
    expect([clipboard.mayGive(), clipboard.mayTake()]).toEqual([false, true]);
  });

  it('is open both ways while nothing else is known', () => {
    expect([clipboard.mayGive(), clipboard.mayTake()]).toEqual([true, true]);
  });
});
