/**
 * Measured comparisons: `npm run bench`, or `npm run bench -- NAME …` for some of them. Every peer of a table runs on this
 * machine in this run. Each table is printed and written to bench/results/.
 */
import { print, save, type Report } from './report.js';

const BENCHES: Record<string, () => Promise<{ run(): Promise<Report> }>> = {
  'pay-to-first-frame': () => import('./pay-to-first-frame.js'),
  'desktop-cycles': () => import('./desktop-cycles.js'),
  'desktop-expiries': () => import('./desktop-expiries.js'),
  'desktop-cost': () => import('./desktop-cost.js'),
  'revoke-to-dark': () => import('./revoke-to-dark.js'),
  relay: () => import('./relay.js'),
  'idle-viewers': () => import('./idle-viewers.js'),
  'slow-viewers': () => import('./slow-viewers.js'),
  'key-to-pixel': () => import('./key-to-pixel.js'),
  'noisy-neighbour': () => import('./noisy-neighbour.js'),
  sound: () => import('./sound.js'),
  recording: () => import('./recording.js'),
  'idle-sockets': () => import('./idle-sockets.js'),
  'mass-reconnect': () => import('./mass-reconnect.js'),
  'event-latency': () => import('./event-latency.js'),
  'revoke-to-dark-sockets': () => import('./revoke-to-dark-sockets.js'),
  'expiry-lateness': () => import('./expiry-lateness.js'),
  webhooks: () => import('./webhooks.js'),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`no such benchmark: ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(1);
}

for (const [name, load] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.error(`bench: ${name}`);
  const report = await (await load()).run();
  print(report);
  save(name, report);
}
