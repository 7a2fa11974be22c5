import { effect, inject, signal, type Signal } from '@angular/core';
import { Shares } from '../backend/shares.js';

/** A guest has no events: this often it is asked whether what they see is being recorded. */
const LOOK_EVERY_MS = 10_000;

/**
 * Whether the desktop behind a link is being recorded. What was known stays while nobody answers. Call in an injection
 * context; an undefined secret asks nothing.
 */
export function sharedRecording(secret: Signal<string | undefined>): Signal<boolean> {
  const shares = inject(Shares);
  const isRecording = signal(false);
  effect((onCleanup) => {
    const known = secret();
    if (!known) return;
    const look = () =>
      shares.look(known).then(
        (answer) => isRecording.set(answer.isRecording),
        () => undefined, // the connection itself tells when the link is over
      );
    void look();
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    onCleanup(() => clearInterval(timer));
  });
  return isRecording.asReadonly();
}
