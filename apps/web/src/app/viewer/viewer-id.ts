import { Injectable } from '@angular/core';
import { ViewerId } from '#contracts';

const KEY = 'oda.viewer';

/**
 * Names this window to the server, through reloads and reconnects: control of a desktop is given to a window. A browser
 * copies the name with a duplicated tab, so a name that another window has in use is not taken over.
 */
@Injectable({ providedIn: 'root' })
export class ThisViewer {
  private readonly name = claim(recall()).then((mine) => mine ?? begin());

  id(): Promise<ViewerId> {
    return this.name;
  }
}

async function begin(): Promise<ViewerId> {
  const id = ViewerId.parse(crypto.randomUUID());
  try {
    sessionStorage.setItem(KEY, id);
  } catch {
    // Private windows may refuse storage: a reload is another window then, and asks for control anew.
  }
  await claim(id);
  return id;
}

/** Holds the name's lock as long as the window lives; undefined when there is no name, or another window holds it. */
async function claim(id: ViewerId | undefined): Promise<ViewerId | undefined> {
  if (!id || !('locks' in navigator)) return id;
  return new Promise((resolve) => {
    void navigator.locks.request(`oda.viewer.${id}`, { ifAvailable: true }, (lock) => {
      resolve(lock ? id : undefined);
      return lock ? new Promise(() => undefined) : undefined; // for ever: the browser frees it with the window
    });
  });
}

function recall(): ViewerId | undefined {
  try {
    return ViewerId.safeParse(sessionStorage.getItem(KEY)).data;
  } catch {
    return undefined; // storage is closed to us
  }
}
