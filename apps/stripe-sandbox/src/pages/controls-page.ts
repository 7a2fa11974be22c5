import type Stripe from 'stripe';
import type { Delivery } from '../events/deliveries.js';
import type { Faults } from '../events/faults.js';
import type { RecordedEvent } from '../events/journal.js';
import { formatAmount } from './amount.js';
import { html, type Html } from './html.js';
import { page } from './layout.js';
import { type MadePayment, paymentsSection } from './payments-section.js';
import { action, table } from './table.js';

export interface ControlsPage {
  faults: Faults;
  events: { event: RecordedEvent; delivery: Delivery | undefined }[];
  payments: MadePayment[];
  /** Bank debits whose bank has not answered yet. */
  underway: Stripe.PaymentIntent[];
}

export function controlsPage({ faults, events, payments, underway }: ControlsPage): string {
  return page(
    'Sandbox controls',
    html`<main class="controls">
      <form method="post" action="/sandbox/faults">
        <h2>What goes wrong</h2>
        <div class="switches">
          ${count('duplicate', 'Extra copies of each webhook', faults.duplicate, 1000)}
          ${count('delayMs', 'Hold webhooks back, in ms', faults.delayMs, 600_000)}
          <div class="field">
            <label for="api">Answers of the API</label>
            <select id="api" name="api">
              ${apiChoices(faults.api)}
            </select>
          </div>
          ${count('apiCalls', 'How many of them; 0 is all', faults.apiCalls, 1000)}
          ${count('apiDelayMs', 'Slow answers take, in ms', faults.apiDelayMs, 60_000)}
        </div>
        <div class="switches">
          ${check('drop', 'Lose webhooks', faults.drop)}
          ${check('reorder', 'Send webhooks backwards', faults.reorder)}
          ${check('badSignature', 'Sign webhooks wrongly', faults.badSignature)}
        </div>
        <div><button type="submit">Apply</button></div>
      </form>
      <section aria-labelledby="underway">
        <h2 id="underway">Bank debits under way</h2>
        ${underway.length === 0 ? html`<p class="quiet">None. A checkout paid by bank account appears here until its bank answers.</p>` : underwayTable(underway)}
      </section>
      ${paymentsSection(payments)}
      <section aria-labelledby="events">
        <h2 id="events">Latest events</h2>
        ${events.length === 0 ? html`<p class="quiet">None yet. Each payment leaves its events here, newest first.</p>` : eventsTable(events)}
      </section>
    </main>`,
  );
}

function underwayTable(payments: Stripe.PaymentIntent[]): Html {
  const settle = (id: string, outcome: string, label: string) =>
    action(`/sandbox/payments/${id}/settle`, label, { outcome });
  const rows = payments.map(
    (payment) =>
      html`<tr>
        <td><code>${payment.id}</code></td>
        <td>${formatAmount(payment.amount, payment.currency)}</td>
        <td>${settle(payment.id, 'succeeded', 'Succeed now')}</td>
        <td>${settle(payment.id, 'failed', 'Fail now')}</td>
      </tr>`,
  );
  return table(['Payment', 'Amount', '', ''], rows);
}

function eventsTable(events: ControlsPage['events']): Html {
  const rows = events.map(
    ({ event, delivery }) =>
      html`<tr>
        <td>${event.type}</td>
        <td><code>${event.id}</code></td>
        <td>${delivery?.state ?? 'not subscribed'}</td>
        <td>${delivery?.attempts}</td>
        <td>${delivery?.last_answer ?? ''}</td>
        <td>${action(`/sandbox/events/${event.id}/deliver`, 'Send again')}</td>
      </tr>`,
  );
  return table(['Event', 'Id', 'Delivery', 'Attempts', 'Last answer', ''], rows);
}

function count(name: string, label: string, value: number, most: number): Html {
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input id="${name}" name="${name}" type="number" min="0" max="${most}" value="${value}" required />
  </div>`;
}

function check(name: string, label: string, on: boolean): Html {
  const box = on
    ? html`<input type="checkbox" name="${name}" value="true" checked />`
    : html`<input type="checkbox" name="${name}" value="true" />`;
  return html`<label class="check">${box} ${label}</label>`;
}

function apiChoices(now: Faults['api']): Html[] {
  const labels: Record<Faults['api'], string> = {
    normal: 'as they should be',
    error: '500, nothing done',
    reset: 'done, but the connection is cut',
    slow: 'done, answered late',
  };
  return Object.entries(labels).map(([value, label]) =>
    value === now
      ? html`<option value="${value}" selected>${label}</option>`
      : html`<option value="${value}">${label}</option>`,
  );
}
