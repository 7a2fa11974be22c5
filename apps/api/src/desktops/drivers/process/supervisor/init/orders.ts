import type { Readable } from 'node:stream';
import { linesOf } from './lines.js';

/** What the supervisor tells the init: one JSON line each. */
export interface InitOrder {
  type: 'pace';
  framesPerSecond: number;
}

/** `ended` is called once, when nobody will order anything any more: the supervisor is gone. */
export function onOrder(orders: Readable, listener: (order: InitOrder) => void, ended: () => void): void {
  const lines = linesOf(orders);
  lines.on('line', (line) => listener(JSON.parse(line) as InitOrder));
  lines.once('close', ended);
}
