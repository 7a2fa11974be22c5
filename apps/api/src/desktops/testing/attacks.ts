/**
 * What somebody inside a desktop may do to take the machine from the others: shell lines that go on until they are
 * killed. `/opt/desktop/node` is the one program there that does what it is told.
 */
export const ATTACKS = {
  // a shell that cannot fork gives up, so something else lights the next one
  'fork bomb': `/opt/desktop/node -e "const light = () => require('child_process').spawn('/bin/sh', ['-c', 'bomb() { bomb | bomb & }; bomb'], { stdio: 'inherit' }).on('error', () => {}); light(); setInterval(light, 200)"`,
  '10 GiB allocation':
    'while :; do /opt/desktop/node -e "const all = []; for (let n = 0; n < 160; n++) all.push(Buffer.alloc(2 ** 26, 1))"; echo ended $?; done',
  'full disk':
    'while :; do for place in /home/desktop /tmp /dev/shm; do dd if=/dev/zero of=$place/fill bs=1M; done; done',
  'busy loop': 'for n in 1 2 3 4 5 6 7 8; do while :; do :; done & done; wait',
} as const;
