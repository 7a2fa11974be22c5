import type { Writable } from 'node:stream';

/** What the init tells the supervisor: one JSON line each. */
export type InitReport =
  | { type: 'display' }
  | { type: 'painted' }
  /** All that runs from the beginning runs: who is frozen now has nothing left to start when it thaws. */
  | { type: 'settled' }
  | { type: 'paced'; framesPerSecond: number }
  | { type: 'restarted'; program: string; exit: string }
  | { type: 'failed'; reason: string };

export type Report = (line: InitReport) => void;

export function reportTo(reports: Writable): Report {
  return (line) => void reports.write(`${JSON.stringify(line)}\n`);
}
