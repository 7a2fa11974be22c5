import type Stripe from 'stripe';
import * as z from 'zod';
import { refundPayment, type RefundRefusal } from '../payments/refund-payment.js';
import type { Services } from '../services.js';
import { endpoint } from './endpoint.js';
import { expand } from './expand.js';
import * as p from './parameters.js';
import { noSuch, StripeError } from './stripe-error.js';

const Create = z.strictObject({
  ...p.expand,
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  amount: p.integer.pipe(z.int().min(1)).optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: p.metadata.default({}),
});

export const refundEndpoints = [
  endpoint('POST', '/v1/refunds', (services, { form, cause }) => {
    const asked = p.readParameters(Create, form);
    const charge = chargeOf(services, asked);
    const { amount, reason, metadata } = asked;
    const result = refundPayment(services, { charge, amount, reason, metadata }, cause);
    if (result.ok) return expand(services.objects, result.refund, asked.expand ?? []);
    throw REFUSALS[result.why](charge, result.left);
  }),
];

const REFUSALS: Record<RefundRefusal, (charge: Stripe.Charge, left: number) => StripeError> = {
  already_refunded: ({ id }) =>
    new StripeError(`Charge ${id} has already been refunded.`, { code: 'charge_already_refunded' }),
  too_much: (_charge, left) =>
    new StripeError(`Refund amount is greater than unrefunded amount on charge (${left}).`, {
      param: 'amount',
    }),
  not_paid: ({ id }) => new StripeError(`Charge ${id} was not paid and cannot be refunded.`),
};

function chargeOf(
  { objects }: Services,
  asked: { charge?: string | undefined; payment_intent?: string | undefined },
): Stripe.Charge {
  if ((asked.charge === undefined) === (asked.payment_intent === undefined)) {
    throw new StripeError('One of charge or payment_intent must be provided.');
  }
  let id = asked.charge;
  if (asked.payment_intent !== undefined) {
    const payment = objects.find('payment_intent', asked.payment_intent);
    if (!payment) throw noSuch('payment_intent', asked.payment_intent, 'payment_intent');
    if (typeof payment.latest_charge !== 'string') {
      throw new StripeError(
        `This PaymentIntent (${payment.id}) does not have a successful charge to refund.`,
      );
    }
    id = payment.latest_charge;
  }
  const charge = objects.find('charge', id ?? '');
  if (!charge) throw noSuch('charge', id ?? '', 'charge');
  return charge;
}
