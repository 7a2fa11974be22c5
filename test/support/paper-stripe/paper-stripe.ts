import type Stripe from 'stripe';
import { paperApi } from './api.js';
import { PaperLedger } from './ledger.js';

/** Stripe on paper, in this process, in the place of StripeAccess. */
export class PaperStripe extends PaperLedger {
  readonly livemode = false;
  /** Of another shape: what billing does not call is missing. */
  readonly client = paperApi(this) as unknown as Stripe;
}
