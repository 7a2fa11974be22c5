/** The system packages a desktop is made of. Installed when we may; otherwise the exact line to type is printed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { exit } from 'node:process';

/** A file that proves the package is there → the Debian package that brings it. */
const NEEDED = {
  '/usr/bin/chromium': 'chromium',
  '/usr/bin/Xvnc': 'tigervnc-standalone-server',
  '/usr/bin/openbox': 'openbox',
  '/usr/bin/bwrap': 'bubblewrap',
  '/usr/bin/pulseaudio': 'pulseaudio',
  '/usr/share/fonts/truetype/liberation': 'fonts-liberation',
  '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf': 'fonts-noto-color-emoji',
  '/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc': 'fonts-wqy-zenhei',
};

export function installSystemPackages() {
  const missing = Object.entries(NEEDED)
    .filter(([file]) => !existsSync(file))
    .map(([, name]) => name);
  if (missing.length === 0) return;
  const line = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.error(
      `setup: these packages are missing. Type this once, then start again:\n\n  sudo sh -c '${line}'\n`,
    );
    exit(1);
  }
  console.error(`setup: installing ${missing.join(', ')} (a minute or two, once)`);
  const { status } = spawnSync('sh', ['-c', line], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) {
    console.error(`setup: the packages could not be installed. The line was:\n\n  ${line}\n`);
    exit(1);
  }
}
