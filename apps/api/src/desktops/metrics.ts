import { Counter } from 'prom-client';

const bytes = new Counter({
  name: 'egress_bytes_total',
  help: 'Bytes through the gates of desktops; up is out of them',
  labelNames: ['direction'],
});
export const egressConnections = new Counter({
  name: 'egress_connections_total',
  help: 'Connections that desktops made through their gates',
});
export const egressDenied = new Counter({
  name: 'egress_denied_total',
  help: 'What the gates of desktops refused',
  labelNames: ['reason'],
});
export const egressUp = bytes.labels({ direction: 'up' });
export const egressDown = bytes.labels({ direction: 'down' });
