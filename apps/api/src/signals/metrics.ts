import { Counter } from 'prom-client';

export const revocationBackstop = new Counter({
  name: 'revocation_backstop_total',
  help: 'Endings that reached this node by the sweep because the hint did not',
});
