import { Counter } from 'prom-client';

export const socketsClosed = new Counter({
  name: 'sockets_closed_total',
  help: 'Events sockets that this node closed, and refused sockets of both kinds, by close code',
  labelNames: ['code'],
});

export const upgradesRefused = new Counter({
  name: 'upgrades_refused_total',
  help: 'Upgrades answered with an HTTP status instead of a socket',
  labelNames: ['status'],
});

export const messagesRefused = new Counter({
  name: 'socket_messages_refused_total',
  help: 'Messages of clients that were malformed, of no known type, over the budget, or failed',
  labelNames: ['error'],
});

export const controlFramesRefused = new Counter({
  name: 'socket_control_frames_refused_total',
  help: 'Pings and pongs of clients above what any honest one sends',
  labelNames: ['kind'],
});
