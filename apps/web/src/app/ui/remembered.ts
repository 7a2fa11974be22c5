import { effect, signal, type WritableSignal } from '@angular/core';

/**
 * A choice that survives a reload, kept in this browser. Where storage is closed to us the choice lasts for the visit.
 * Call in an injection context.
 */
export function remembered<Choice extends string>(
  key: string,
  choices: readonly Choice[],
  otherwise: Choice,
): WritableSignal<Choice> {
  const choice = signal(recall(key, choices) ?? otherwise);
  effect(() => {
    try {
      localStorage.setItem(key, choice());
    } catch {
      // Private windows may refuse storage: then nothing is remembered, and nothing else is lost.
    }
  });
  return choice;
}

function recall<Choice extends string>(key: string, choices: readonly Choice[]): Choice | undefined {
  try {
    const kept = localStorage.getItem(key);
    return choices.find((choice) => choice === kept);
  } catch {
    return undefined; // storage is closed to us
  }
}
