import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { allByRole, byRole, settled } from '../../testing/screen.js';
import { problemInterceptor } from '../backend/problem.interceptor.js';
import { DesktopSound } from '../viewer/desktop-sound.js';
import type { DesktopSource } from '../viewer/desktop-source.js';
import { FakeAudio } from '../viewer/testing/fake-audio.js';
import { SoundButton } from './sound-button.js';

class FakeSocket extends EventTarget {
  static all: FakeSocket[] = [];
  closed = false;

  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {
    super();
    FakeSocket.all.push(this);
  }

  say(bytes: number): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data: new ArrayBuffer(bytes) }));
  }

  hangUp(code: number): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason: '' }));
  }

  close(): void {
    this.closed = true;
  }
}

const RealSocket = globalThis.WebSocket;
let audio: FakeAudio;
let uninstall: () => void;
let asked: number;
let source: DesktopSource;

beforeEach(() => {
  sessionStorage.clear();
  FakeSocket.all = [];
  globalThis.WebSocket = FakeSocket as unknown as typeof WebSocket;
  audio = new FakeAudio();
  uninstall = audio.install();
  asked = 0;
  source = {
    name: 'a session',
    access: 'control',
    open: () => Promise.reject(new Error('only heard')),
    openSound: () => {
      asked += 1;
      return Promise.resolve({ path: '/vnc/1/sound', token: `secret${asked}` });
    },
  };
});
afterEach(() => {
  uninstall();
  globalThis.WebSocket = RealSocket;
});

async function show(sound: boolean | null = true, from: DesktopSource = source): Promise<void> {
  TestBed.resetTestingModule();
  TestBed.configureTestingModule({
    providers: [
      provideRouter([]),
      provideHttpClient(withInterceptors([problemInterceptor])),
      provideHttpClientTesting(),
      DesktopSound,
    ],
  });
  TestBed.createComponent(SoundButton);
  TestBed.inject(DesktopSound).attach(from);
  await settled();
  TestBed.inject(HttpTestingController)
    .expectOne('/api/desktop-policy')
    .flush({ clipboard: 'both', ...(sound !== null && { sound }) });
  await settled();
}

async function press(name: string): Promise<void> {
  byRole('button', name).click();
  await settled();
}

async function turnOn(): Promise<FakeSocket> {
  await press('Turn the sound on');
  const socket = FakeSocket.all.at(-1);
  if (!socket) throw new Error('no socket was opened');
  socket.say(4);
  await settled();
  return socket;
}

describe('the sound button', () => {
  it.each([false, null])('is not there where desktops have no sound: %s', async (sound) => {
    await show(sound);
    expect(allByRole('button')).toEqual([]);
  });

  it('says so where the browser cannot play it', async () => {
    uninstall();
    await show();
    await press('This browser cannot play the sound of a desktop');
    expect(asked).toBe(0);
  });

  it('is off at first, and nothing is asked for', async () => {
    await show();
    expect(byRole('button', 'Turn the sound on').getAttribute('aria-pressed')).toBe('false');
    expect([asked, audio.contexts.length, FakeSocket.all.length]).toEqual([0, 0, 0]);
  });

  it('turns sound on with a token of its own, and off again', async () => {
    await show();
    const socket = await turnOn();
    expect(socket.protocols).toEqual(['oda.sound.v1', 'token.secret1']);
    await press('Turn the sound off');
    expect(socket.closed).toBe(true);
    expect(audio.contexts.map(({ state }) => state)).toEqual(['closed']);
    byRole('button', 'Turn the sound on');
  });

  it('is still on in this window after a reload, and off for another session', async () => {
    await show();
    await turnOn();
    await show();
    expect(FakeSocket.all).toHaveLength(2);
    await show(true, { ...source, name: 'another session' });
    byRole('button', 'Turn the sound on');
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('says that a click is needed where the browser waits for one', async () => {
    audio.isAllowed = false;
    await show();
    await turnOn();
    byRole('button', 'The sound is on. Click anywhere to hear it');
    audio.isAllowed = true;
    window.dispatchEvent(new Event('keydown'));
    await settled();
    byRole('button', 'Turn the sound off');
  });

  it('comes back by itself when the connection was lost', async () => {
    await show();
    const socket = await turnOn();
    socket.hangUp(1006);
    await settled();
    byRole('button', 'Turning the sound on');
    window.dispatchEvent(new Event('online')); // a reason not to wait any longer
    await settled();
    FakeSocket.all.at(-1)?.say(4);
    await settled();
    byRole('button', 'Turn the sound off');
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('is over with the session', async () => {
    await show();
    const socket = await turnOn();
    socket.hangUp(4410);
    await settled();
    byRole('button', 'The sound was lost. Try again');
    expect(FakeSocket.all).toHaveLength(1);
  });

  it('gives up a stream that is no sound', async () => {
    await show();
    const socket = await turnOn();
    audio.isSound = false;
    for (let n = 0; n < 5; n += 1) socket.say(100);
    await settled();
    byRole('button', 'The sound was lost. Try again');
    expect(socket.closed).toBe(true);
  });
});
