import { DEVTOOLS_PORT, INSIDE, PROXY_PORT, SOCKETS } from './inside-paths.js';

const SINK = 'desktop';
/** Where programs look for it: `XDG_RUNTIME_DIR` says so. */
export const PULSE_SOCKET = `${INSIDE.runtime}/pulse/native`;

export interface Program {
  name: 'xvnc' | 'openbox' | 'chromium' | 'pulseaudio' | 'parec';
  path: string;
  args: readonly string[];
}

export interface Geometry {
  width: number;
  height: number;
}

/** The way that texts may go: `up` is into the desktop. */
export type ClipboardWay = 'both' | 'up' | 'down' | 'none';

/**
 * TCP is off only with `-rfbport -1`; `-nolisten local` also takes away the abstract socket; `-AllowOverride` locks
 * every parameter but the frame rate against `vncconfig` inside, so that a program cannot open the clipboard either. Security type None: the socket is 0600 in a 0700
 * folder, and the gateway has decided who comes through. No blacklist: everyone comes from the same address, so whoever
 * breaks off a few handshakes would shut everyone out. `-displayfd 3` says when the display is there.
 */
export function xvnc({ width, height }: Geometry, clipboard: ClipboardWay): Program {
  const args = [
    ':0',
    ...['-geometry', `${width}x${height}`, '-depth', '24', '-SecurityTypes', 'None'],
    ...['-rfbport', '-1', '-rfbunixpath', `${INSIDE.sockets}/${SOCKETS.rfb}`, '-rfbunixmode', '0600'],
    ...['-nolisten', 'tcp', '-nolisten', 'local', '-auth', INSIDE.xauthority, '-displayfd', '3'],
    ...['-AlwaysShared', '-noreset', '-AllowOverride=FrameRate', '-SendPrimary=0', '-SetPrimary=0'],
    '-UseBlacklist=0',
    `-AcceptCutText=${flag(clipboard === 'both' || clipboard === 'up')}`,
    `-SendCutText=${flag(clipboard === 'both' || clipboard === 'down')}`,
  ];
  return { name: 'xvnc', path: '/usr/bin/Xtigervnc', args };
}

const flag = (on: boolean) => (on ? '1' : '0');

export const openbox: Program = {
  name: 'openbox',
  path: '/usr/bin/openbox',
  args: ['--sm-disable', '--config-file', INSIDE.openboxConfig],
};

/**
 * The sound card that is not there: whoever plays is mixed, at the clock's pace, into a sink that nobody hears but
 * `parec`. Idle it costs no processor. Only a Unix socket, in a tmpfs of the sandbox; no module can be loaded later, no
 * shared memory, no real-time scheduling. Without a display it looks for no D-Bus.
 */
export const pulseaudio: Program = {
  name: 'pulseaudio',
  path: '/usr/bin/env',
  args: [
    ...['--unset=DISPLAY', '/usr/bin/pulseaudio', '-n', '--daemonize=no', '--use-pid-file=no'],
    ...['--disable-shm=yes', '--realtime=no', '--high-priority=no', '--exit-idle-time=-1'],
    ...['--disallow-module-loading=yes', '--disallow-exit=yes', '--log-level=error'],
    ...['-L', `module-null-sink sink_name=${SINK} format=s16le rate=48000 channels=2 norewinds=1`],
    ...['-L', 'module-suspend-on-idle timeout=1'],
    ...['-L', 'module-native-protocol-unix auth-cookie-enabled=0 auth-anonymous=1'],
  ],
};

/** What is played, as samples on its standard output, at most 10 ms late. */
export const parec: Program = {
  name: 'parec',
  path: '/usr/bin/parec',
  args: [
    ...[`--server=unix:${PULSE_SOCKET}`, `--device=${SINK}.monitor`, '--raw'],
    ...['--format=s16le', '--rate=48000', '--channels=2', '--latency-msec=10'],
  ],
};

/** After a crash the tabs come back; a browser that was closed starts on the first page again. */
export type BrowserStart = { open: string } | 'restore';

/**
 * The binary behind Debian's wrapper (which would add flags and API keys), with its own sandbox. Without
 * `<-loopback>` it would reach 127.0.0.1 past the proxy.
 */
export function chromium({ width, height }: Geometry, start: BrowserStart): Program {
  const args = [
    `--user-data-dir=${INSIDE.profile}`,
    `--proxy-server=http://127.0.0.1:${PROXY_PORT}`,
    '--proxy-bypass-list=<-loopback>',
    `--remote-debugging-port=${DEVTOOLS_PORT}`,
    '--ozone-platform=x11',
    `--window-size=${width},${height}`,
    '--window-position=0,0',
    '--start-maximized',
    '--force-device-scale-factor=1',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-pings',
    '--password-store=basic', // there is no keyring to wait for
    '--disable-gpu', // there is none: software compositing from the start
    '--disable-background-networking',
    '--disable-breakpad',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-features=MediaRouter,OptimizationHints,Translate',
    '--log-level=3', // without D-Bus it complains several times a second
    '--hide-crash-restore-bubble',
    ...(start === 'restore' ? ['--restore-last-session'] : [start.open]),
  ];
  return { name: 'chromium', path: '/usr/lib/chromium/chromium', args };
}
