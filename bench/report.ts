import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What one benchmark found: a table for people, the same rows for machines. */
export interface Report {
  title: string;
  columns: string[];
  rows: (string | number)[][];
  notes?: string[];
}

export function print({ title, columns, rows, notes = [] }: Report): void {
  const cells = [columns, ...rows.map((row) => row.map(String))];
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join('  ');
  console.log(`\n${title}\n`);
  for (const row of cells) console.log(`  ${line(row)}`);
  for (const note of notes) console.log(`\n  ${note}`);
}

/** Writes `bench/results/<name>.json`: the table, the machine, the command. */
export function save(name: string, report: Report): void {
  const folder = path.join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const machine = {
    cpus: os.cpus().length,
    model: os.cpus()[0]?.model,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
  };
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const record = { command: `npm run bench -- ${name}`, commit, machine, ...report };
  writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(record, null, 2)}\n`);
}

/** Of values in any order; `p` from 0 to 100, nearest rank. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export const ms = (value: number) => value.toFixed(value < 10 ? 1 : 0);
