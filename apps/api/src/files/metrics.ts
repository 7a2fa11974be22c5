import { Counter } from 'prom-client';

export const filesMoved = new Counter({
  name: 'files_bytes_total',
  help: 'Bytes of files into desktops (up) and out of them (down)',
  labelNames: ['way'] as const,
});
