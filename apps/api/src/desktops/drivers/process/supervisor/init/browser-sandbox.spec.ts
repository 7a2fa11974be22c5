import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { browserSandboxFault } from './browser-sandbox.js';

let proc: string;
let pid: number;

beforeEach(() => {
  proc = mkdtempSync(path.join(os.tmpdir(), 'oda-proc-'));
  pid = 1;
});
afterEach(() => rmSync(proc, { recursive: true, force: true }));

function running(commandLine: string, filters: number, name = String(pid++)): void {
  const folder = path.join(proc, name);
  mkdirSync(folder);
  const mode = filters > 0 ? 2 : 0;
  writeFileSync(path.join(folder, 'cmdline'), commandLine.replaceAll(' ', '\0'));
  writeFileSync(path.join(folder, 'status'), `Name:\tx\nSeccomp:\t${mode}\nSeccomp_filters:\t${filters}\n`);
}

it.each([
  '--no-sandbox',
  '--disable-setuid-sandbox',
  '--disable-seccomp-filter-sandbox',
  '--disable-gpu-sandbox',
])('objects to %s anywhere', (flag) => {
  running('chromium --type=renderer', 2);
  running(`chromium ${flag} --x`, 2);
  expect(browserSandboxFault(proc)).toBe('a process runs with its sandbox switched off');
});

it('objects to one renderer without a filter among many', () => {
  running('chromium --type=renderer', 2);
  running('chromium --type=renderer --a', 0);
  running('chromium --type=renderer --b', 2);
  expect(browserSandboxFault(proc)).toBe('a renderer runs without a seccomp filter of its own');
});

it('does not take the filter of a container for one of Chromium', () => {
  running('node', 1, 'self');
  running('chromium --type=renderer', 1);
  expect(browserSandboxFault(proc)).toBe('a renderer runs without a seccomp filter of its own');
});

it('is content with renderers that have more filters than their container gives', () => {
  running('node', 1, 'self');
  running('chromium --type=renderer', 2);
  expect(browserSandboxFault(proc)).toBeNull();
});

it('objects when there is nothing to look at', () => {
  running('chromium --type=zygote', 0);
  expect(browserSandboxFault(proc)).toBe('no renderer to look at');
});

it('is content with what Chromium normally looks like', () => {
  running('chromium', 0);
  running('chromium --type=zygote --no-zygote-sandbox', 0);
  running('chromium --type=renderer', 2);
  expect(browserSandboxFault(proc)).toBeNull();
});
