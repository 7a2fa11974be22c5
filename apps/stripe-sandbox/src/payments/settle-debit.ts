import type { Services } from '../services.js';
import type { Verdict } from './test-instruments.js';

/** The bank's answer to a debit, once: settling again, or a payment that is no debit under way, changes nothing. */
export function settleDebit(services: Services, paymentId: string, verdict: Verdict): boolean {
  const { objects, journal, agenda, store } = services;
  return store.transaction(() => {
    agenda.remove('settle', paymentId);
    const payment = objects.find('payment_intent', paymentId);
    if (payment?.status !== 'processing') return false;
    const charge = objects.find('charge', String(payment.latest_charge));
    const session = objects.where('checkout.session', { payment_intent: paymentId })[0];
    if (!charge || !session) throw new Error(`payment ${paymentId} has lost its charge or its checkout`);
    if (verdict.paid) {
      Object.assign(charge, { status: 'succeeded', paid: true });
      Object.assign(payment, { status: 'succeeded', amount_received: payment.amount });
      session.payment_status = 'paid';
    } else {
      const failure = { failure_code: verdict.code, failure_message: verdict.message };
      Object.assign(charge, { status: 'failed', captured: false, amount_captured: 0, ...failure });
      payment.status = 'requires_payment_method';
      payment.last_payment_error = {
        type: 'invalid_request_error',
        decline_code: verdict.decline,
        message: verdict.message,
        charge: charge.id,
      };
    }
    for (const object of [charge, payment, session]) objects.update(object);
    const outcome = verdict.paid ? 'succeeded' : 'failed';
    journal.record(`charge.${outcome}`, charge);
    journal.record(verdict.paid ? 'payment_intent.succeeded' : 'payment_intent.payment_failed', payment);
    journal.record(`checkout.session.async_payment_${outcome}`, session);
    return true;
  });
}
