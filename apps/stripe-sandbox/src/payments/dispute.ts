import type Stripe from 'stripe';
import { newId } from '../ids.js';

/** A bank gives a business this long to answer. */
const EVIDENCE_DUE_AFTER_SECONDS = 7 * 86_400;

export interface NewDispute {
  charge: Stripe.Charge;
  reason: string;
  created: number;
}

/** A customer's bank takes a payment back. Of the evidence only its deadline is modelled. */
export function newDispute({ charge, reason, created }: NewDispute): Stripe.Dispute {
  return {
    id: newId('du'),
    object: 'dispute',
    amount: charge.amount,
    balance_transactions: [],
    charge: charge.id,
    created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: {} as Stripe.Dispute.Evidence,
    evidence_details: {
      due_by: created + EVIDENCE_DUE_AFTER_SECONDS,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: null as unknown as Stripe.Dispute.EvidenceDetails.SubmissionMethod,
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    status: 'needs_response',
  };
}
