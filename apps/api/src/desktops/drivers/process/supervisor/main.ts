import { readFileSync } from 'node:fs';
import os from 'node:os';
import { desktopFolder } from './desktop-folder.js';
import { DOOR_PORT } from './door/door-protocol.js';
import { openDoor } from './door/door.js';
import type { SupervisorSpec } from './supervisor-spec.js';
import { Supervisor } from './supervisor.js';

/**
 * `main.js FOLDER [ADDRESS]`: one process a desktop, started by a driver and living longer than it. Runs as the
 * desktop's own uid. With an address other machines come in there, who have the folder's key. This folder imports
 * nothing of the project from outside itself and no package, so that it can be copied to where that uid can read it.
 * Writes to its log what a failed start needs, never a URL.
 */
process.umask(0o077);
if (os.getPriority() < 0) os.setPriority(0); // the api that started it goes before others: a desktop does not
const [, , place = '', address] = process.argv;
const folder = desktopFolder(place);
const spec = JSON.parse(readFileSync(folder.spec, 'utf8')) as SupervisorSpec;
const log = (line: string) => void process.stderr.write(`${line}\n`);
const supervisor = new Supervisor(folder, spec, log);

process.on('SIGHUP', () => {}); // the terminal of whoever started it is not ours
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void supervisor.end(signal));
process.on('uncaughtException', (error) => {
  log(error.stack ?? error.message);
  void supervisor.end('a fault of the supervisor');
});

if (address !== undefined) {
  const key = Buffer.from(readFileSync(folder.doorKey, 'utf8'), 'hex');
  await openDoor(folder, { host: address, port: DOOR_PORT }, key);
}
await supervisor.start();
