import { Counter, Histogram } from 'prom-client';

export const expiryLateness = new Histogram({
  name: 'expiry_lateness_seconds',
  help: 'How long after its deadline a session was written as ended',
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 5],
});

export const revokeToDark = new Histogram({
  name: 'revoke_to_dark_seconds',
  help: 'From a revocation to the last acknowledgement of its receipt',
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
});

export const downtimeCredited = new Counter({
  name: 'downtime_credited_seconds_total',
  help: 'Time given back to sessions for outages of ours',
});

export const sessionsEnded = new Counter({
  name: 'sessions_ended_total',
  help: 'Sessions ended by this node, by reason',
  labelNames: ['reason'],
});
