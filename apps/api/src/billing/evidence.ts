import type { EntityManager } from 'typeorm';
import { evidenceWords, type EvidenceFacts } from './evidence-words.js';

/** So many of the session's last events go into a bundle; thousands would help nobody. */
const MAX_EVENTS = 200;

export interface Evidence {
  gatheredAt: string;
  summary: string;
  facts: EvidenceFacts & { events: Record<string, unknown>[] };
}

/**
 * What we know about an order that shows that its service was delivered, as it stands now: the log may say more later,
 * and nothing less. Nothing that a customer typed or saw is part of it.
 */
export async function gatherEvidence(manager: EntityManager, orderId: string): Promise<Evidence> {
  const [row] = await manager.query<{ now: string; facts: EvidenceFacts }[]>(FACTS, [orderId]);
  const events = await manager.query<Record<string, unknown>[]>(EVENTS, [orderId, MAX_EVENTS]);
  if (!row) throw new Error('an order is gone');
  return { gatheredAt: row.now, summary: evidenceWords(row.facts), facts: { ...row.facts, events } };
}

const SESSION_OF_ORDER = `(SELECT coalesce(session_id, extends_session_id) FROM orders WHERE id = $1)`;

const FACTS = `
  SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS now, jsonb_build_object(
    'order', jsonb_build_object('id', o.id, 'kind', CASE WHEN o.extends_session_id IS NULL THEN 'first' ELSE 'extension' END,
      'amountCents', o.amount_cents, 'currency', o.currency, 'createdAt', o.created_at, 'paidAt', o.paid_at,
      'checkout', o.stripe_checkout_id, 'payment', o.stripe_payment_intent_id, 'charge', o.stripe_charge_id,
      'receiptUrl', o.receipt_url, 'refundedCents', o.refunded_cents),
    'customer', jsonb_build_object('email', a.email, 'since', a.created_at,
      'orders', (SELECT count(*) FROM orders p WHERE p.account_id = a.id AND p.status IN ('paid', 'refunded')),
      'disputes', (SELECT count(*) FROM disputes d JOIN orders p ON p.id = d.order_id WHERE p.account_id = a.id)),
    'session', CASE WHEN s.id IS NOT NULL THEN jsonb_build_object('reference', s.reference, 'activatedAt', s.activated_at,
      'expiresAt', s.expires_at, 'endedAt', s.ended_at, 'endReason', s.end_reason) END,
    'use', (SELECT jsonb_build_object('viewersJoined', count(*), 'minutesViewed', coalesce(round(
        sum(extract(epoch FROM coalesce(v.left_at, clock_timestamp()) - v.joined_at)) / 60), 0))
      FROM viewers v WHERE v.session_id = s.id AND v.kind = 'customer')) AS facts
  FROM orders o JOIN accounts a ON a.id = o.account_id
  LEFT JOIN sessions s ON s.id = coalesce(o.session_id, o.extends_session_id) WHERE o.id = $1`;

const EVENTS = `
  SELECT seq::float8 AS seq, name, at, data FROM (
    SELECT * FROM session_events WHERE session_id = ${SESSION_OF_ORDER} ORDER BY seq DESC LIMIT $2
  ) newest ORDER BY seq`;
