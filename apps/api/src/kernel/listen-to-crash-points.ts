import { setCrashPointListener } from './crash-point.js';

/** The test-only entry: `heard` may end the process, or throw, which ends the work at hand as a death would. */
export function listenToCrashPoints(heard: ((point: string) => void) | undefined): void {
  setCrashPointListener(heard);
}
