import type Stripe from 'stripe';
import type { CheckoutContents, Refusal } from '../payments/checkout-session.js';
import { formatAmount } from './amount.js';
import { html, type Html } from './html.js';
import { page } from './layout.js';

/** Of what was entered only address and way of paying come back: a card is typed again, as everywhere. */
export interface CheckoutPage {
  session: Stripe.Checkout.Session;
  contents: CheckoutContents;
  refused?: Refusal | undefined;
}

export function checkoutPage({ session, contents, refused }: CheckoutPage): string {
  const methods = session.payment_method_types;
  const chosen = methods.find((method) => method === refused?.method) ?? methods[0];
  const amount = formatAmount(session.amount_total ?? 0, session.currency ?? 'usd');
  return page(
    `Pay ${amount}`,
    html`<main class="checkout">
      <section class="summary" aria-label="What you are paying for">
        ${session.cancel_url ? html`<a class="back" href="${session.cancel_url}">← Back without paying</a>` : undefined}
        <h1>${contents.items.map((item) => item.name).join(', ')}</h1>
        <p class="amount">${amount}</p>
        ${contents.items.map((item) => item.description && html`<p class="quiet">${item.description}</p>`).filter((line) => line !== undefined && line !== '')}
      </section>
      <form class="pay" method="post" action="/c/pay/${session.id}">
        <h2>Pay</h2>
        ${refused && html`<p class="problem" role="alert">${refused.problem}</p>`}
        <div class="field">
          <label for="email">E-mail</label>
          <input
            id="email"
            name="email"
            type="email"
            autocomplete="email"
            required
            value="${refused?.email ?? session.customer_email ?? ''}"
          />
        </div>
        <fieldset class="methods">
          <legend>Payment method</legend>
          ${methods.map((method) => METHODS[method]?.(method === chosen)).filter((method) => method !== undefined)}
        </fieldset>
        <button type="submit">Pay ${amount}</button>
        <p class="quiet">Cards and accounts other than the test ones are declined and not kept.</p>
      </form>
    </main>`,
  );
}

const METHODS: Record<string, (isChosen: boolean) => Html> = {
  card: (isChosen) =>
    html`<div class="method">
      <label>${radio('card', isChosen)} Card</label>
      <div>
        <div class="tries" role="group" aria-label="Test cards">
          ${tryButton('Pays', { number: '4242 4242 4242 4242', expiry: '12 / 34', cvc: '123' })}
          ${tryButton('Is declined', { number: '4000 0000 0000 0002', expiry: '12 / 34', cvc: '123' })}
        </div>
        ${field('number', 'Card number', '4242 4242 4242 4242', 'cc-number')}
        <div class="pair">
          ${field('expiry', 'Expires', 'MM / YY', 'cc-exp')} ${field('cvc', 'Security code', '123', 'cc-csc')}
        </div>
        ${field('name', 'Name on card', '', 'cc-name', 'text')}
      </div>
    </div>`,
  us_bank_account: (isChosen) =>
    html`<div class="method">
      <label>${radio('us_bank_account', isChosen)} Bank account</label>
      <div>
        <p class="quiet">The bank confirms about half a minute after you pay.</p>
        <div class="tries" role="group" aria-label="Test accounts">
          ${tryButton('Succeeds later', { account: '000123456789' })}
          ${tryButton('Fails later', { account: '000222222227' })}
        </div>
        ${field('account', 'Account number', '000123456789', 'off')}
      </div>
    </div>`,
};

function radio(method: string, checked: boolean): Html {
  return checked
    ? html`<input type="radio" name="method" value="${method}" checked />`
    : html`<input type="radio" name="method" value="${method}" />`;
}

function field(id: string, label: string, example: string, autocomplete: string, mode = 'numeric'): Html {
  return html`<div class="field">
    <label for="${id}">${label}</label>
    <input
      id="${id}"
      name="${id}"
      type="text"
      inputmode="${mode}"
      autocomplete="${autocomplete}"
      placeholder="${example}"
    />
  </div>`;
}

function tryButton(label: string, values: Record<string, string>): Html {
  return html`<button type="button" class="small" data-fill="${JSON.stringify(values)}">${label}</button>`;
}
