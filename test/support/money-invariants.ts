/** Any database connection that answers rows. */
type Query = (sql: string, values?: unknown[]) => Promise<unknown[]>;

/** What must hold of our books at rest, whatever was lost, repeated, reordered or killed. Each finds the rows that break it. */
const INVARIANTS: Record<string, string> = {
  'a paid first order has its session': `SELECT id FROM orders WHERE status = 'paid' AND extends_session_id IS NULL AND session_id IS NULL`,
  'no session is without a paid order': `SELECT s.id FROM sessions s LEFT JOIN orders o ON o.session_id = s.id AND o.id = s.order_id
     WHERE o.id IS NULL OR o.status NOT IN ('paid', 'refunded')`,
  'no order has two sessions': 'SELECT order_id FROM sessions GROUP BY order_id HAVING count(*) > 1',
  'a paid extension was given, or its money goes back': `SELECT o.id FROM orders o WHERE status = 'paid' AND extends_session_id IS NOT NULL
     AND extended_at IS NULL AND NOT EXISTS (SELECT FROM refunds r WHERE r.order_id = o.id)`,
  'time that was bought is the sum of what was paid': `SELECT s.id FROM sessions s WHERE s.extended_seconds <> (
     SELECT coalesce(sum(extension_seconds), 0) FROM orders WHERE extends_session_id = s.id AND extended_at IS NOT NULL)`,
  'no more goes back than came': `SELECT o.id FROM orders o WHERE o.amount_cents < (
     SELECT sum(amount_cents) FROM refunds WHERE order_id = o.id AND state IN ('pending', 'succeeded'))`,
  'whose money is back has no session': `SELECT o.id FROM orders o JOIN sessions s ON s.id = o.session_id
     WHERE o.status = 'refunded' AND s.state <> 'ended'`,
  'whose bank took the money has no session': `SELECT o.id FROM disputes d JOIN orders o ON o.id = d.order_id
     JOIN sessions s ON s.id = coalesce(o.session_id, o.extends_session_id)
     WHERE d.state IN ('open', 'lost') AND s.state <> 'ended'`,
  'accounts are frozen exactly while a bank has their money and nobody lifted that': `SELECT a.id FROM accounts a
     WHERE (a.frozen_at IS NOT NULL) <> EXISTS (SELECT FROM disputes d JOIN orders o ON o.id = d.order_id
       WHERE o.account_id = a.id AND (d.state = 'open' OR d.state = 'lost' AND d.lifted_at IS NULL))`,
  'no wish for a refund is forgotten': `SELECT id FROM refunds WHERE state = 'requested'`,
  'a session that never started is refunded, unless that failed or a bank has the money': `SELECT s.id FROM sessions s JOIN orders o ON o.session_id = s.id
     WHERE s.end_reason = 'failed_to_start' AND o.status = 'paid'
       AND NOT EXISTS (SELECT FROM disputes d WHERE d.order_id = o.id AND d.state IN ('open', 'lost'))
       AND NOT EXISTS (SELECT FROM refunds r WHERE r.order_id = o.id AND r.reason <> 'at_stripe' AND r.state = 'failed')`,
  'a payment is taken once': `SELECT data->>'orderId' AS id FROM audit_entries WHERE action = 'order.paid'
     GROUP BY data->>'orderId' HAVING count(*) > 1`,
  'a message of Stripe’s is kept once': 'SELECT id FROM stripe_events GROUP BY id HAVING count(*) > 1',
  'events have no gap': `SELECT s.id FROM sessions s WHERE s.head_seq <> (SELECT count(*) FROM session_events WHERE session_id = s.id)
     OR s.head_seq <> (SELECT coalesce(max(seq), 0) FROM session_events WHERE session_id = s.id)`,
};

/** Names of what does not hold, with the first rows that break it; empty when all is well. */
export async function violations(query: Query): Promise<string[]> {
  const found: string[] = [];
  for (const [name, sql] of Object.entries(INVARIANTS)) {
    const rows = await query(sql);
    if (rows.length > 0) found.push(`${name}: ${JSON.stringify(rows.slice(0, 3))} (${rows.length})`);
  }
  return found;
}
