import type { SessionEgress } from '#contracts';
import { bytesWords } from '../ui/bytes-words.js';

/** What passed a session's gates, in a line. */
export function egressWords(egress: SessionEgress | null): string {
  if (egress === null) return 'Nothing counted';
  const { bytesDown, bytesUp, connections, denied } = egress;
  const count = new Intl.NumberFormat('en-US');
  const parts = [
    `${bytesWords(bytesDown)} down`,
    `${bytesWords(bytesUp)} up`,
    `${count.format(connections)} ${connections === 1 ? 'connection' : 'connections'}`,
  ];
  return (denied > 0 ? [...parts, `${count.format(denied)} refused`] : parts).join(', ');
}
