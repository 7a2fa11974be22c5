import { expect, it } from '@jest/globals';
import { parseMounts } from './mount-traces.js';

it('reads points and types, whatever optional fields stand between', () => {
  const mountinfo = [
    '610 609 0:25 / /home/desktop rw,nosuid,nodev,relatime - tmpfs tmpfs rw,size=1048576k',
    '611 609 0:26 /desktops/x /run/sockets rw master:7 propagate_from:2 - ext4 /dev/sda rw',
    '',
  ].join('\n');
  expect(parseMounts(mountinfo)).toEqual([
    { point: '/home/desktop', type: 'tmpfs' },
    { point: '/run/sockets', type: 'ext4' },
  ]);
});
