/**
 * A viewer that takes pixels as fast as they come, until it is ended: argv[2] is the proxy's port or the desktop's path.
 * Asked by any message, it says how many bytes it has got.
 */
import { Viewer } from './viewer.js';

const [, , to = '', burstBytes = ''] = process.argv;
const viewer = /^\d+$/.test(to) ? await Viewer.connect(Number(to)) : await Viewer.direct(to);
process.on('message', () => process.send?.(viewer.receivedBytes));
const flowing = viewer.burst(Number(burstBytes));
process.send?.('flowing');
await flowing;
for (;;) await viewer.burst(Number(burstBytes));
