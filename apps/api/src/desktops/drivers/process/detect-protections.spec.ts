import { describe, expect, it } from '@jest/globals';
import type { Control } from './cgroups/cgroup-layout.js';
import { protectionsOf, type Machine } from './detect-protections.js';
import { missingPrograms } from './programs.js';

const ROOT: Machine = {
  isRoot: true,
  cgroups: { layout: 'hybrid', controls: new Set<Control>(['memory', 'cpu', 'pids', 'freezer']) },
  missingPrograms: null,
  sandboxFault: null,
};
const ORDINARY: Machine = { ...ROOT, isRoot: false, cgroups: { layout: 'hybrid', controls: new Set() } };

const missing = (machine: Machine) =>
  protectionsOf(machine)
    .filter(({ inForce }) => !inForce)
    .map(({ name }) => name);

describe('on a machine', () => {
  it('where root has cgroups, nothing is missing', () => {
    expect(missing(ROOT)).toEqual([]);
  });

  it('of an ordinary user, a uid each and two limits are', () => {
    expect(missing(ORDINARY)).toEqual(['own-uid', 'memory-limit', 'cpu-limit']);
  });

  it('without a program or without user namespaces, no desktop can be', () => {
    expect(missing({ ...ROOT, missingPrograms: 'not there: x' })).toEqual(['programs']);
    expect(missing({ ...ROOT, sandboxFault: 'refused' })).toEqual(['namespaces']);
  });
});

it('names the packages that bring what is not there', () => {
  expect(missingPrograms(() => true)).toBeNull();
  expect(missingPrograms((file) => !/bwrap|Xtigervnc/.test(file))).toBe(
    'not there: /usr/bin/Xtigervnc, /usr/bin/bwrap. On Debian: apt-get install tigervnc-standalone-server bubblewrap',
  );
});
