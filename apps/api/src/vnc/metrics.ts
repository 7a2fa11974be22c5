import { Counter } from 'prom-client';

const relayedBytes = new Counter({
  name: 'relayed_bytes_total',
  help: 'Bytes between viewers and desktops, down (pixels) and up (input)',
  labelNames: ['direction'],
});

/** Looked up once: the relay counts every chunk. */
export const relayedDown = relayedBytes.labels('down');
export const relayedUp = relayedBytes.labels('up');

export const viewerMessagesDropped = new Counter({
  name: 'viewer_messages_dropped_total',
  help: 'Messages of viewers that no desktop got, by reason',
  labelNames: ['reason'],
});

export const viewersEnded = new Counter({
  name: 'viewers_ended_total',
  help: 'Desktop sockets closed, by close code',
  labelNames: ['code'],
});
