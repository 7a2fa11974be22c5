import os from 'node:os';
import { browserSandboxFault } from './browser-sandbox.js';
import { keepBrowserRunning } from './browser.js';
import { startDisplay } from './display.js';
import { forward } from './forward.js';
import { serveFiles } from './files/serve-files.js';
import { prepareHome } from './home.js';
import { DEVTOOLS_PORT, INSIDE, PROXY_PORT, SOCKETS } from './inside-paths.js';
import { keepRunning } from './keep-running.js';
import { onOrder } from './orders.js';
import { setFrameRate } from './pace.js';
import { firstPagePainted } from './painted.js';
import { openbox, type ClipboardWay, type Geometry } from './programs.js';
import { reportTo } from './report.js';
import { serveSound } from './sound.js';
import { joinSupervisor } from './supervisor-link.js';

/**
 * The first program of ours inside a desktop's sandbox. Starts the display, the window manager and the browser, keeps
 * the latter two running, and joins the two loopback ports of this network namespace with sockets of the shared
 * folder. Imports nothing from outside this folder: nothing else of the project is mounted here.
 *
 * The display is the desktop: when Xvnc ends, this process ends, and with it everything in the sandbox. So it does when
 * the supervisor is gone. `link` is the socket to find it on, where an engine and not the supervisor made the sandbox.
 */
const { geometry, startUrl, clipboard, sound, link } = JSON.parse(process.argv[2] ?? '') as {
  geometry: Geometry;
  startUrl: string;
  clipboard: ClipboardWay;
  sound?: boolean;
  link?: string;
};

/** A key and its echo do not wait behind what the browser is busy with. */
const BEHIND_THE_DISPLAY = 5;

const supervisor = await joinSupervisor(link);
const report = reportTo(supervisor.reports);

function fail(reason: string): void {
  report({ type: 'failed', reason });
  process.exitCode = 1;
  setImmediate(() => process.exit());
}

onOrder(
  supervisor.orders,
  ({ framesPerSecond }) => setFrameRate(framesPerSecond, report),
  () => process.exit(),
);

prepareHome();
await Promise.all([
  startDisplay(geometry, clipboard, (exit) => fail(`xvnc: ${exit}`)),
  forward({ host: '127.0.0.1', port: PROXY_PORT }, { path: `${INSIDE.sockets}/${SOCKETS.egress}` }),
]);
// and with it all that is started from here on; who is behind already may not come forward
if (os.getPriority() < BEHIND_THE_DISPLAY) os.setPriority(BEHIND_THE_DISPLAY);

keepRunning({
  program: () => openbox,
  restarted: (exit) => report({ type: 'restarted', program: 'openbox', exit }),
  gaveUp: () => fail('openbox does not stay up'),
});
keepBrowserRunning({
  geometry,
  startUrl,
  restarted: (exit) => report({ type: 'restarted', program: 'chromium', exit }),
  gaveUp: () => fail('chromium does not stay up'),
});

process.umask(0o077);
await Promise.all([
  forward({ path: `${INSIDE.sockets}/${SOCKETS.cdp}` }, { host: '127.0.0.1', port: DEVTOOLS_PORT }),
  serveFiles(`${INSIDE.sockets}/${SOCKETS.files}`, INSIDE.downloads),
]);
await firstPagePainted();
const fault = browserSandboxFault();
if (fault === null) report({ type: 'painted' });
else fail(fault);
// last: whoever waits for the picture does not wait for the sound
if (sound) await serveSound(`${INSIDE.sockets}/${SOCKETS.pcm}`);
report({ type: 'settled' });
