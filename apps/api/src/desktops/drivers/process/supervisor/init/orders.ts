import { createInterface } from 'node:readline';

/** What the supervisor tells the init: one JSON line each, on its standard input. */
export interface InitOrder {
  type: 'pace';
  framesPerSecond: number;
}

export function onOrder(listener: (order: InitOrder) => void): void {
  createInterface({ input: process.stdin }).on('line', (line) => listener(JSON.parse(line) as InitOrder));
}
