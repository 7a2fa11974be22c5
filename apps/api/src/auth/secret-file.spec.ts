import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { secretFile } from './secret-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'oda-test-secret-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('secretFile', () => {
  it('refuses an empty file instead of signing with nothing', () => {
    const file = path.join(folder, 'key');
    writeFileSync(file, '\n');
    expect(() => secretFile(file, () => 'made')).toThrow('is empty');
  });

  it('makes a secret once, for its owner alone, and leaves nothing else behind', () => {
    const file = path.join(folder, 'deeper', 'key');
    expect(secretFile(file, () => 'first')).toBe('first');
    expect(secretFile(file, () => 'second')).toBe('first');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(path.dirname(file))).toEqual(['key']);
  });
});
