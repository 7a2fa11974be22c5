import { cycle } from '../test/support/desktop-cycles.js';
import { measureCycles } from './desktop-cycles/measure.js';
import type { Report } from './report.js';

const CYCLES = 50;

/** Desktops that are bought, looked at and ended by their customer, two at a time, and what they leave. */
export function run(): Promise<Report> {
  return measureCycles(`What ${CYCLES} desktops leave that were bought, used and ended`, {
    count: CYCLES,
    atOnce: 2,
    once: (product) => cycle(product, 'by customer'),
  });
}
