import { Counter } from 'prom-client';

export const desktopsReaped = new Counter({
  name: 'desktops_reaped_total',
  help: 'Desktops that nobody owned and that were ended',
});
