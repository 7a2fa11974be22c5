import * as z from 'zod';
import { jsonAnswer, seeOther, type Answer, type Incoming } from '../http/answer.js';
import { closeDispute, disputePayment } from '../payments/dispute-payment.js';
import { failRefund } from '../payments/fail-refund.js';
import { warnOfFraud } from '../payments/warn-of-fraud.js';
import type { Services } from '../services.js';
import { isJson, readBody } from './control-body.js';

const Dispute = z.object({ reason: z.string().min(1).max(100).default('fraudulent') });
const Closing = z.object({ outcome: z.enum(['won', 'lost']) });

/** `{"reason": "fraudulent"}`: the customer's bank takes a payment back. */
export function dispute(services: Services, id: string, incoming: Incoming): Answer {
  const wanted = Dispute.safeParse(readBody(incoming) ?? {});
  if (!wanted.success) return jsonAnswer(400, { error: z.prettifyError(wanted.error) });
  const made = disputePayment(services, id, wanted.data.reason);
  return answer(incoming, made, `${id} is no payment that can be disputed`);
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
