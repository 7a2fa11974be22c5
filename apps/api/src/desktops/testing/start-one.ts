import type { DesktopDriver } from '../desktop-driver.js';

/** `start-one.ts MODULE OPTIONS ID`: starts a desktop with the driver that MODULE makes, says so, and stays. */
const [, , module = '', options = '', desktopId = ''] = process.argv;
const { driverOf } = (await import(module)) as { driverOf(options: unknown): DesktopDriver };
await driverOf(JSON.parse(options)).start(desktopId);
process.stdout.write('started\n');
setInterval(() => {}, 2 ** 30);
