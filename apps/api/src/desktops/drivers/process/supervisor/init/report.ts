/** What the init tells the supervisor: one JSON line each, on its standard output. */
export type InitReport =
  | { type: 'display' }
  | { type: 'painted' }
  | { type: 'paced'; framesPerSecond: number }
  | { type: 'restarted'; program: string; exit: string }
  | { type: 'failed'; reason: string };

export function report(line: InitReport): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
