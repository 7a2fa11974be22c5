/** What a database row says of a disputed order. Times as PostgreSQL writes them into JSON. */
export interface EvidenceFacts {
  order: { id: string; amountCents: number; currency: string; paidAt: string | null } & Record<
    string,
    unknown
  >;
  customer: { email: string; since: string; orders: number; disputes: number };
  session: {
    reference: string;
    activatedAt: string | null;
    expiresAt: string | null;
    endedAt: string | null;
    endReason: string | null;
  } | null;
  use: { viewersJoined: number; minutesViewed: number };
}

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' });

/** The facts as sentences for a bank, whose reader has no use for our columns. */
export function evidenceWords({ order, customer, session, use }: EvidenceFacts): string {
  const paid = order.paidAt === null ? 'was not paid' : `was paid on ${moment(order.paidAt)}`;
  return [
    `Order ${order.id} over ${amount(order)} ${paid} by the account ${customer.email}, registered on ${moment(customer.since)}.`,
    deliveryWords(session),
    use.viewersJoined === 0
      ? 'It was not opened.'
      : `The customer opened it ${times(use.viewersJoined)} and watched it for ${minutes(use.minutesViewed)}.`,
    `The account has ${counted(customer.orders, 'paid order')} and ${counted(customer.disputes, 'earlier dispute')}.`,
  ].join(' ');
}

function deliveryWords(session: EvidenceFacts['session']): string {
  if (!session?.activatedAt) return 'No session was delivered for it.';
  const end = session.endedAt === null ? 'until the dispute was opened' : `until ${moment(session.endedAt)}`;
  const { reference, activatedAt } = session;
  return `The service, a live remote browser with the reference ${reference}, was delivered from ${moment(activatedAt)} ${end}.`;
}

function moment(timestamp: string): string {
  const at = new Date(timestamp);
  return `${DATE.format(at)} at ${TIME.format(at)} UTC`;
}

/** Stripe's smallest unit, in the currency's own. */
function amount({ amountCents, currency }: EvidenceFacts['order']): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.format(amountCents / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function minutes(count: number): string {
  return count === 0 ? 'less than a minute' : counted(count, 'minute');
}

function counted(count: number, unit: string): string {
  return `${count === 0 ? 'no' : count} ${unit}${count === 1 ? '' : 's'}`;
}
