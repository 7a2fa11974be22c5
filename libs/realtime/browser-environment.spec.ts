import { beforeEach, describe, expect, it } from '@jest/globals';
import { browserEnvironment } from './browser-environment.js';
import type { EnvironmentSignal } from './environment.js';

class Page extends EventTarget {
  readonly document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  readonly navigator = { connection: new EventTarget() };
}

describe('browserEnvironment', () => {
  let page: Page;
  let said: EnvironmentSignal[];
  let stop: () => void;

  beforeEach(() => {
    page = new Page();
    said = [];
    stop = browserEnvironment(page).listen((signal) => said.push(signal));
  });

  it('passes on offline and online', () => {
    page.dispatchEvent(new Event('offline'));
    page.dispatchEvent(new Event('online'));
    expect(said).toEqual(['offline', 'online']);
  });

  it('takes a change from Wi-Fi to phone for a new network', () => {
    page.navigator.connection.dispatchEvent(new Event('change'));
    expect(said).toEqual(['online']);
  });

  it.each(['hidden', 'prerender'])('says nothing when the page becomes %s', (visibility) => {
    page.document.visibilityState = visibility;
    page.document.dispatchEvent(new Event('visibilitychange'));
    page.dispatchEvent(new Event('pageshow'));
    expect(said).toEqual([]);
  });

  it('says visible when the page is looked at again, thawed, or taken out of the back/forward cache', () => {
    page.document.dispatchEvent(new Event('visibilitychange'));
    page.document.dispatchEvent(new Event('resume'));
    page.dispatchEvent(new Event('pageshow'));
    expect(said).toEqual(['visible', 'visible', 'visible']);
  });

  it('hears nothing more once it is told to stop', () => {
    stop();
    page.dispatchEvent(new Event('offline'));
    page.navigator.connection.dispatchEvent(new Event('change'));
    page.document.dispatchEvent(new Event('visibilitychange'));
    expect(said).toEqual([]);
  });

  it('does without the Network Information API, which most browsers lack', () => {
    const plain = Object.assign(new EventTarget(), { document: page.document, navigator: {} });
    browserEnvironment(plain).listen((signal) => said.push(signal));
    plain.dispatchEvent(new Event('online'));
    expect(said).toEqual(['online']);
  });
});
