import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DesktopWorkshop } from '../../testing/desktop-workshop.js';
import { runInside } from '../../testing/inside-desktop.js';
import { RunFolders } from './run-folders.js';
import type { DesktopFolder } from './supervisor/desktop-folder.js';

/**
 * Whoever got out of the browser's own sandbox, in one of two desktops: what the sandbox around it leaves them. Getting
 * in there from outside takes root.
 */
const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

asRoot('somebody who broke out of the browser', () => {
  const workshop = new DesktopWorkshop();
  let desktop: DesktopFolder;
  let neighbour: DesktopFolder;

  beforeAll(async () => {
    const driver = workshop.driver();
    const [one, other] = [randomUUID(), randomUUID()];
    await driver.start(one);
    await driver.start(other);
    desktop = new RunFolders(workshop.runDir).of(one);
    neighbour = new RunFolders(workshop.runDir).of(other);
  }, 60_000);
  afterAll(() => workshop.close());

  it('has no capability, gets none, and nothing with a setuid bit helps', async () => {
    const status = await runInside(desktop, 'cat /proc/self/status');
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    expect(status).toMatch(/^CapEff:\t0+$/m);
    expect(status).toMatch(/^CapPrm:\t0+$/m);
    expect(Number(await runInside(desktop, 'id -u'))).toBeGreaterThan(0);
    expect(await runInside(desktop, 'su -c id </dev/null')).not.toContain('uid=0');
    expect(await runInside(desktop, 'mount -t tmpfs none /tmp && echo mounted')).not.toContain('mounted\n');
    expect(await runInside(desktop, 'cat /dev/mem /dev/kmem /dev/sda')).not.toMatch(/^(?!cat:)/);
  });

  it('sees no process but its own, no display but its own, and no other desktop', async () => {
    const seen = await runInside(
      desktop,
      'cat /proc/[0-9]*/cmdline | tr "\\0" " "; ls /tmp/.X11-unix /run /run/sockets',
    );
    expect(seen).toContain('Xtigervnc');
    expect(seen).not.toContain(path.basename(neighbour.path));
    expect(seen).not.toContain('supervisor/main.js');
    expect(seen).not.toMatch(/^X[1-9]/m);
    const own = await runInside(desktop, 'ls -d /proc/[0-9]* | wc -l');
    expect(Number(own)).toBeLessThan(60);
  });

  it('finds no user, secret or writable file of the host', async () => {
    const read = await runInside(
      desktop,
      'cat /etc/passwd /etc/shadow /proc/1/environ; touch /usr/x /etc/x /opt/x',
    );
    expect(read).not.toMatch(/root:|PATH=\S*sbin|DATABASE|SECRET/);
    expect(
      read.match(/Read-only file system|No such file|Permission denied/g)?.length,
    ).toBeGreaterThanOrEqual(5);
  });

  it('has no network: not to the host, a database on it, nor another desktop', async () => {
    let hits = 0;
    const host = net.createServer(() => (hits += 1));
    await new Promise<void>((resolve) => host.listen(0, '0.0.0.0', resolve));
    const { port } = host.address() as net.AddressInfo;
    const line = `for (const host of ['127.0.0.1', '0.0.0.0', '169.254.169.254', '10.0.0.1', '8.8.8.8'])
      require('net').connect(${port}, host).on('connect', () => console.log('reached ' + host)).on('error', (e) => console.log(e.code));`;
    const tried = await runInside(desktop, `/opt/desktop/node -e "${line.replaceAll('\n', ' ')}"`);
    expect(tried).not.toContain('reached');
    expect(tried.match(/ENETUNREACH|ECONNREFUSED|EHOSTUNREACH/g)).toHaveLength(5);
    expect(hits).toBe(0);
    host.close();
  });

  it('opens the sockets of no other desktop', async () => {
    const { uid } = statSync(desktop.path);
    const line = `require('net').connect('${neighbour.rfb}').on('connect', () => console.log('in')).on('error', (e) => console.log(e.code))`;
    const tried = spawn('/usr/bin/setpriv', [
      ...[`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--', process.execPath, '-e', line],
    ]);
    let said = '';
    tried.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await new Promise((resolve) => tried.once('close', resolve));
    expect(said).toBe('EACCES\n');
  });
});
