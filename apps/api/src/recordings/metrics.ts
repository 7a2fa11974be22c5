import { Counter, Gauge } from 'prom-client';

export const recordedBytes = new Counter({
  name: 'recorded_bytes_total',
  help: 'Bytes of recordings written by this node',
});

export const recordersRunning = new Gauge({
  name: 'recorders_running',
  help: 'Desktops this node records at the moment',
});

export const recordingsStopped = new Counter({
  name: 'recordings_stopped_total',
  help: 'Recordings stopped by this node, by reason',
  labelNames: ['reason'],
});

export const recordersLost = new Counter({
  name: 'recorders_lost_total',
  help: 'Recorders that broke off and are tried again: their desktop was gone, or the lease was not renewed',
});
