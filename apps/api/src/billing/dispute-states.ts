import type Stripe from 'stripe';
import type { DisputeState } from '#contracts';

/** Stripe's words for where a dispute is. An inquiry counts as a dispute: the bank asks because its customer objects. */
const STATES: Record<string, DisputeState> = {
  warning_needs_response: 'open',
  warning_under_review: 'open',
  needs_response: 'open',
  under_review: 'open',
  won: 'won',
  lost: 'lost',
  warning_closed: 'withdrawn',
  prevented: 'withdrawn',
};

/** A word that Stripe has learned since is a dispute that a person looks at. */
export function disputeState({ status }: Pick<Stripe.Dispute, 'status'>): DisputeState {
  return STATES[status] ?? 'open';
}
