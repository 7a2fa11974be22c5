import os from 'node:os';

/**
 * The event loop goes before whatever else wants this machine's processors, the pages in its desktops above all: a key, a
 * deadline and a revocation do not wait for their turn behind a film. Only for who may (root, CAP_SYS_NICE); whoever may not goes on as before.
 * Linux counts it by thread, and what this thread starts has it too: a supervisor gives it back.
 */
export function goFirst(): void {
  try {
    os.setPriority(os.constants.priority.PRIORITY_HIGH);
  } catch {
    // it may not
  }
}
