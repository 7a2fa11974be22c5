import { ms, percentile } from './report.js';

export const DISTRIBUTION = ['what', 'n', 'p50', 'p99', 'max'];

/** One row of a table of milliseconds. */
export function distribution(what: string, values: readonly number[]): (string | number)[] {
  const cells = [percentile(values, 50), percentile(values, 99), Math.max(...values)].map(ms);
  return [what, values.length, ...cells];
}
