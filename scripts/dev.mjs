/**
 * Watch mode: the api is built again and restarted on each change (the launcher starts it anew when it ends), the portal is
 * rebuilt into the folder the api serves. One port, the same origin rules as in production.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { watch } from 'node:fs';

const root = path.resolve(import.meta.dirname, '..');
const bin = (file) => path.join(root, 'node_modules', file);
const children = [];

function start(name, args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  child.once('exit', (code) => {
    console.error(`dev: ${name} ended (${code ?? 'signal'})`);
    stop();
  });
  children.push(child);
  return child;
}

function stop() {
  for (const child of children) child.kill('SIGTERM');
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);

start('api build', [bin('@nestjs/cli/bin/nest.js'), 'build', '--watch', '--preserveWatchOutput']);
start('portal build', [bin('@angular/cli/bin/ng.js'), 'build', '--watch', '--configuration', 'development']);
const launcher = start('product', ['dist/apps/api/src/launcher/main.js']);

// SIGUSR2 asks the launcher to restart the api; desktops and database stay
let timer;
watch(path.join(root, 'dist', 'apps', 'api'), { recursive: true }, () => {
  clearTimeout(timer);
  timer = setTimeout(() => launcher.kill('SIGUSR2'), 500);
});
