import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { chromium } from 'playwright-core';

export const SIZE = { width: 640, height: 480 };

/** The whole screen in another colour with every frame. */
const ANIMATION = `data:text/html,<style>body{margin:0}</style><canvas width=${SIZE.width} height=${SIZE.height}></canvas><script>
const c=document.querySelector('canvas').getContext('2d');let n=0;
(function f(){c.fillStyle='hsl('+(n=(n+7)%25360)+' 80%25 50%25)';c.fillRect(0,0,${SIZE.width},${SIZE.height});requestAnimationFrame(f)})()</script>`;

export interface AnimatedDesktop {
  readonly path: string;
  stop(): Promise<void>;
}

/** A real Xvnc with a real Chromium in it, whose page never looks the same twice. */
export async function startAnimatedDesktop(folder: string): Promise<AnimatedDesktop> {
  const socket = path.join(folder, 'xvnc.sock');
  const size = `${SIZE.width}x${SIZE.height}`;
  const xvnc = spawn(
    'Xvnc',
    // prettier-ignore
    ['-displayfd', '3', '-geometry', size, '-depth', '24', '-SecurityTypes', 'None', '-rfbport', '-1',
     '-rfbunixpath', socket, '-nolisten', 'tcp', '-AlwaysShared', '-noreset'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const told = xvnc.stdio[3];
  if (!told) throw new Error('no descriptor 3');
  const [display] = (await once(told, 'data')) as [Buffer];
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: false,
    env: { ...process.env, DISPLAY: `:${display.toString().trim()}` },
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--kiosk',
      '--window-position=0,0',
      `--window-size=${SIZE.width},${SIZE.height}`,
      '--disable-background-networking',
    ],
  });
  const context = await browser.newContext({ viewport: null });
  await (await context.newPage()).goto(ANIMATION);
  return {
    path: socket,
    stop: async () => {
      await browser.close();
      xvnc.kill();
      await once(xvnc, 'exit');
    },
  };
}
