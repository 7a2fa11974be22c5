export interface Checkout {
  id: string;
  object: 'checkout.session';
  url: string;
  status: 'open' | 'complete' | 'expired';
  payment_status: 'paid' | 'unpaid';
  payment_intent: string | null;
  metadata: Record<string, string>;
  amount_total: number;
  currency: string;
  livemode: false;
}

export interface Payment {
  id: string;
  status: string;
  latest_charge: string | null;
  metadata: Record<string, string>;
}

export interface Charge {
  id: string;
  payment_intent: string;
  metadata: Record<string, string>;
  amount: number;
  refunded: boolean;
  disputed: boolean;
  receipt_url: null;
  livemode: false;
}

export interface Refund {
  id: string;
  charge: string;
  amount: number;
  currency: string;
  status: string;
  metadata: Record<string, string>;
  created: number;
  failure_reason: string | null;
}

export interface Dispute {
  id: string;
  status: string;
  charge: string;
  amount: number;
  currency: string;
  reason: string;
  created: number;
  evidence_details: { due_by: number };
}

/** What happened, to be told or not. */
export interface Fact {
  type: string;
  objectId: string;
}
