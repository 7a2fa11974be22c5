import * as z from 'zod';
import { NOBODY } from '../events/journal.js';
import { jsonAnswer, seeOther, type Answer, type Incoming } from '../http/answer.js';
import { closeDispute, disputePayment } from '../payments/dispute-payment.js';
import { failRefund } from '../payments/fail-refund.js';
import { refundPayment } from '../payments/refund-payment.js';
import { succeededChargeOf } from '../payments/succeeded-charge.js';
import { warnOfFraud } from '../payments/warn-of-fraud.js';
import type { Services } from '../services.js';
import { isJson, readBody } from './control-body.js';

const Dispute = z.object({ reason: z.string().min(1).max(100).default('fraudulent') });
/** A form sends numbers as text. */
const Refund = z.object({ amount: z.coerce.number().pipe(z.int().min(1)).optional() });
const Closing = z.object({ outcome: z.enum(['won', 'lost']) });

/** `{"reason": "fraudulent"}`: the customer's bank takes a payment back. */
export function dispute(services: Services, id: string, incoming: Incoming): Answer {
  const wanted = Dispute.safeParse(readBody(incoming) ?? {});
  if (!wanted.success) return jsonAnswer(400, { error: z.prettifyError(wanted.error) });
  const made = disputePayment(services, id, wanted.data.reason);
  return answer(incoming, made, `${id} is no payment that can be disputed`);
}

/** `{"amount": 40}`: the shop gives that much back by hand, not by the API; without an amount all that is left. */
export function refund(services: Services, id: string, incoming: Incoming): Answer {
  const wanted = Refund.safeParse(readBody(incoming) ?? {});
  if (!wanted.success) return jsonAnswer(400, { error: z.prettifyError(wanted.error) });
  const { amount } = wanted.data;
  const refunded = services.store.transaction(() => {
    const charge = succeededChargeOf(services, id);
    return charge && refundPayment(services, { charge, amount, metadata: {} }, NOBODY);
  });
  return answer(incoming, refunded?.ok ? refunded.refund : undefined, `${id} has not that much to give back`);
}

/** `{"outcome": "won" | "lost"}`: the bank decides. */
export function decideDispute(services: Services, id: string, incoming: Incoming): Answer {
  const wanted = Closing.safeParse(readBody(incoming));
  if (!wanted.success) return jsonAnswer(400, { error: z.prettifyError(wanted.error) });
  return answer(incoming, closeDispute(services, id, wanted.data.outcome), `${id} is no open dispute`);
}

export function warn(services: Services, id: string, incoming: Incoming): Answer {
  return answer(incoming, warnOfFraud(services, id), `${id} is no payment that was made`);
}

export function returnRefund(services: Services, id: string, incoming: Incoming): Answer {
  return answer(incoming, failRefund(services, id), `${id} is no refund that can fail`);
}

function answer(incoming: Incoming, made: object | undefined, refusal: string): Answer {
  if (!made) return jsonAnswer(409, { error: refusal });
  return isJson(incoming) ? jsonAnswer(200, made) : seeOther('/sandbox');
}
