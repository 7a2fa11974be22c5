import type {
  CheckoutId,
  CustomerOrder,
  EndReason,
  OrderStatus,
  RefundReason,
  RefundState,
  SessionId,
  SessionState,
} from '#contracts';

/** An order with its session and the newest of its refunds, as the lists of customers and of finance show it. */
export interface OrderFactsRow {
  id: CheckoutId;
  status: OrderStatus;
  isExtension: boolean;
  amountCents: number;
  refundedCents: number;
  currency: string;
  createdAt: Date;
  createdAtMicros: string;
  paidAt: Date | null;
  receiptUrl: string | null;
  sessionId: SessionId | null;
  reference: string | null;
  sessionState: SessionState | null;
  endReason: EndReason | null;
  refundState: RefundState | null;
  refundReason: RefundReason | null;
  refundCents: number | null;
  refundAt: Date | null;
  disputed: boolean;
}

export const ORDER_FACT_COLUMNS = `
  o.id, o.status, o.extends_session_id IS NOT NULL AS "isExtension", o.amount_cents AS "amountCents",
  o.refunded_cents AS "refundedCents", o.currency, o.created_at AS "createdAt",
  to_char(o.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAtMicros",
  o.paid_at AS "paidAt", o.receipt_url AS "receiptUrl",
  s.id AS "sessionId", s.reference, s.state AS "sessionState", s.end_reason AS "endReason",
  r.state AS "refundState", r.reason AS "refundReason", r.amount_cents AS "refundCents",
  coalesce(r.settled_at, r.created_at) AS "refundAt",
  EXISTS (SELECT FROM disputes d WHERE d.order_id = o.id AND d.state IN ('open', 'lost')) AS disputed`;

export const ORDER_FACT_SOURCES = `
  orders o LEFT JOIN sessions s ON s.id = coalesce(o.session_id, o.extends_session_id)
  LEFT JOIN LATERAL (
    SELECT * FROM refunds WHERE order_id = o.id ORDER BY created_at DESC, id DESC LIMIT 1
  ) r ON true`;

/** Conditions are the caller's; the order is `o`. */
export const ORDER_FACTS = `SELECT ${ORDER_FACT_COLUMNS} FROM ${ORDER_FACT_SOURCES}`;

export function orderFacts(row: OrderFactsRow): Omit<CustomerOrder, 'refund'> {
  const { id, status, amountCents, currency, receiptUrl, disputed } = row;
  return {
    id,
    kind: row.isExtension ? 'extension' : 'first',
    status,
    amountCents,
    currency,
    createdAt: row.createdAt.toISOString(),
    paidAt: row.paidAt?.toISOString() ?? null,
    session: sessionOf(row),
    receiptUrl,
    disputed,
  };
}

function sessionOf({
  sessionId,
  reference,
  sessionState,
  endReason,
}: OrderFactsRow): CustomerOrder['session'] {
  if (sessionId === null || reference === null || sessionState === null) return null;
  return { id: sessionId, reference, state: sessionState, endReason };
}
