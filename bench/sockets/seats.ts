import { EVENTS_PATH } from '#contracts';
import type { ApiNode } from '../../test/support/api-node.js';
import type { Customer } from '../../test/support/cluster.js';
import type { Seat } from './crowd-protocol.js';

/** A socket of that session at that node, from its beginning on. */
export function seatAt(
  node: ApiNode,
  { accessToken }: Customer,
  sessionId: string,
  more: Partial<Seat> = {},
): Seat {
  const url = node.origin.replace('http', 'ws') + EVENTS_PATH;
  return { url, origin: node.origin, accessToken, sessionId, after: 0, ...more };
}
