import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compileSupervisor } from '../../testing/compile-supervisor.js';
import { DesktopWorkshop } from '../../testing/desktop-workshop.js';
import { processesNaming } from '../../testing/processes.js';
import { startElsewhere } from '../../testing/start-elsewhere.js';
import { RunFolders } from './run-folders.js';

/** What an api finds on a machine that lacks something: a mount namespace of its own, which takes root. */
const asRoot = process.getuid?.() === 0 ? describe : describe.skip;
const STAGE = fileURLToPath(new URL('../../testing/process-stage.ts', import.meta.url));

asRoot('a desktop on a machine that', () => {
  const workshop = new DesktopWorkshop();
  const { runDir } = workshop;
  let supervisorDir: string;
  beforeAll(() => {
    supervisorDir = compileSupervisor(path.join(workshop.folder, 'elsewhere'));
    mkdirSync(path.join(runDir, 'desktops'), { recursive: true, mode: 0o711 });
  });
  afterAll(() => workshop.close());

  it.each([
    [
      'has no Chromium',
      'mount -t tmpfs none /usr/lib/chromium',
      'not there: /usr/lib/chromium/chromium. On Debian: apt-get install chromium',
    ],
    ['has a display that cannot be run', 'mount --bind /dev/null /usr/bin/Xtigervnc', 'Xtigervnc'],
    ['has a bubblewrap that cannot be run', 'mount --bind /dev/null /usr/bin/bwrap', 'bwrap'],
    ['hides a part of /proc, as containers do', 'mount -t tmpfs none /proc/irq', "Can't mount proc"],
    [
      'has no room for its folder',
      'mount -t tmpfs -o nr_inodes=2,mode=711 none "$RUN_DIR/desktops"',
      'no space is left where its folder is: free some',
    ],
    [
      'has no room for its files',
      'mount -t tmpfs -o size=4k,mode=711 none "$RUN_DIR/desktops"',
      'no space is left where its folder is: free some',
    ],
  ])('%s says so, and leaves nothing', async (_lack, lack, words) => {
    const id = randomUUID();
    const shell = [
      '/usr/bin/unshare',
      '--mount',
      '/bin/sh',
      '-ec',
      `RUN_DIR=${runDir}; ${lack}; exec "$@"`,
      'sh',
    ];
    const start = startElsewhere({ module: STAGE, options: { runDir, supervisorDir } }, id, shell);
    await expect(start).rejects.toThrow(words);
    await expect(start).rejects.toThrow('the desktop did not start');
    expect(existsSync(new RunFolders(runDir).of(id).path)).toBe(false);
    expect(processesNaming(id)).toEqual([]);
  });
});
