import { Counter } from 'prom-client';

/** What this process has relayed. Plain numbers: they are added to for every chunk, and a metric hashes its labels each time. */
export const relayed = { bytesDown: 0, bytesUp: 0 };

new Counter({
  name: 'relayed_bytes_total',
  help: 'Bytes between viewers and desktops, down (pixels) and up (input)',
  labelNames: ['direction'],
  collect() {
    this.reset();
    this.inc({ direction: 'down' }, relayed.bytesDown);
    this.inc({ direction: 'up' }, relayed.bytesUp);
  },
});

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
