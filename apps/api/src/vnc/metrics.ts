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

/** Messages of sound of this process; plain numbers as above. */
export const soundMessages = { sent: 0, dropped: 0 };

new Counter({
  name: 'sound_messages_total',
  help: 'Messages of sound for listeners, sent or dropped because the listener was too slow',
  labelNames: ['outcome'],
  collect() {
    this.reset();
    this.inc({ outcome: 'sent' }, soundMessages.sent);
    this.inc({ outcome: 'dropped' }, soundMessages.dropped);
  },
});
