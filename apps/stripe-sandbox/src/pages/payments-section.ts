import type Stripe from 'stripe';
import { formatAmount } from './amount.js';
import { html, type Html } from './html.js';
import { action, table } from './table.js';

/** A payment that was made, and what befell it since. */
export interface MadePayment {
  payment: Stripe.PaymentIntent;
  charge: Stripe.Charge;
  refunds: Stripe.Refund[];
  disputes: Stripe.Dispute[];
}

export function paymentsSection(payments: MadePayment[]): Html {
  return html`<section aria-labelledby="payments">
    <h2 id="payments">Latest payments</h2>
    ${payments.length === 0 ? html`<p class="quiet">None yet. What was paid appears here, with what can befall it.</p>` : table(['Payment', 'Amount', 'Given back', 'Dispute', ''], payments.map(row))}
  </section>`;
}

function row({ payment, charge, refunds, disputes }: MadePayment): Html {
  const { id, currency } = payment;
  return html`<tr>
    <td><code>${id}</code></td>
    <td>${formatAmount(payment.amount, currency)}</td>
    <td><div class="acts">${refunds.map(refundLine)} ${refundForm(id, charge)}</div></td>
    <td>
      <div class="acts">
        ${disputes.map(disputeLine)}
        ${charge.disputed || charge.refunded ? undefined : action(`/sandbox/payments/${id}/dispute`, 'Dispute')}
      </div>
    </td>
    <td>${action(`/sandbox/payments/${id}/warn`, 'Warn of fraud')}</td>
  </tr>`;
}

function refundLine({ id, amount, currency, status }: Stripe.Refund): Html {
  const fails = status === 'succeeded' ? action(`/sandbox/refunds/${id}/fail`, 'Let it fail') : undefined;
  return html`<span>${formatAmount(amount, currency)} ${status ?? ''}</span> ${fails}`;
}

function refundForm(paymentId: string, { amount_captured, amount_refunded, currency }: Stripe.Charge): Html {
  const left = amount_captured - amount_refunded;
  if (left === 0) return html``;
  const label = `How much of ${formatAmount(left, currency)} to give back, in the smallest unit`;
  return html`<form method="post" action="/sandbox/payments/${paymentId}/refund" class="acts">
    <input type="number" name="amount" min="1" max="${left}" value="${left}" required aria-label="${label}" />
    <button class="small" type="submit">Give back</button>
  </form>`;
}

function disputeLine({ id, status }: Stripe.Dispute): Html {
  const close = (outcome: string, label: string) =>
    action(`/sandbox/disputes/${id}/close`, label, { outcome });
  return html`<span>${status.replaceAll('_', ' ')}</span>
    ${status === 'needs_response' ? [close('won', 'Let the shop win'), close('lost', 'Let it lose')] : undefined}`;
}
