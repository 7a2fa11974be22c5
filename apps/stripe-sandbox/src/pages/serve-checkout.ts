import type Stripe from 'stripe';
import { seeOther, type Answer, type Incoming } from '../http/answer.js';
import { CheckoutContents, successUrl, type Refusal } from '../payments/checkout-session.js';
import { payCheckout } from '../payments/pay-checkout.js';
import type { Services } from '../services.js';
import { checkoutPage } from './checkout-page.js';
import { pageAnswer } from './layout.js';
import { noticePage } from './notice-page.js';
import { readPaymentForm } from './payment-form.js';

/** Stripe holds the customer back this long for the shop's answer to the webhook. */
const WAIT_FOR_WEBHOOK_MS = 10_000;

/** In the address of the page that says why the last try did not pay. */
const AGAIN = 'again';

/** `GET /c/pay/:id`: what the checkout is now, however often it is loaded. */
export function showCheckout(services: Services, id: string, { url }: Incoming): Answer {
  const session = services.objects.find('checkout.session', id);
  if (!session) {
    return pageAnswer(
      404,
      noticePage('No such checkout', 'The address is not complete, or the sandbox was reset.'),
    );
  }
  if (session.status === 'complete') {
    const way = { label: 'Continue', href: successUrl(session) };
    return pageAnswer(
      200,
      noticePage('Already paid', 'This checkout is complete. You were charged once.', way),
    );
  }
  if (session.status === 'expired') {
    const way = session.cancel_url ? { label: 'Go back', href: session.cancel_url } : undefined;
    const text = 'This checkout is no longer open. Nothing was charged.';
    return pageAnswer(410, noticePage('Too late for this one', text, way));
  }
  const contents = CheckoutContents.parse(services.objects.hidden(id));
  const refused = url.searchParams.has(AGAIN) ? contents.refusal : undefined;
  return pageAnswer(200, checkoutPage({ session, contents, refused }), shopOrigins(session));
}

/**
 * `POST /c/pay/:id`: pays at most once, then sends the customer back to the shop; or, with the reason, to the page
 * again. Always by a redirect, so that a refresh or the back button sends nothing a second time.
 */
export async function submitCheckout(services: Services, id: string, incoming: Incoming): Promise<Answer> {
  const typed = new URLSearchParams(incoming.body);
  const shownAgain = { email: typed.get('email') ?? '', method: typed.get('method') ?? '' };
  const payment = readPaymentForm(incoming.body, new Date(services.nowMs()));
  if (!payment.ok) return tryAgain(services, id, { problem: payment.problem, ...shownAgain });
  const submitted = payCheckout(services, id, payment.payer, payment.judged);
  if (submitted.outcome === 'declined')
    return tryAgain(services, id, { problem: submitted.message, ...shownAgain });
  const isComplete = services.objects.find('checkout.session', id)?.status === 'complete';
  return isComplete ? goBack(services, id) : showCheckout(services, id, incoming);
}

function tryAgain({ store, objects }: Services, id: string, refusal: Refusal): Answer {
  store.transaction(() => {
    if (!objects.find('checkout.session', id)) return;
    objects.updateHidden(id, { ...CheckoutContents.parse(objects.hidden(id)), refusal });
  });
  return seeOther(`/c/pay/${id}?${AGAIN}`);
}

/** A second submit of a paid checkout waits for the same event and ends at the same place as the first. */
async function goBack({ objects, journal, deliveries }: Services, id: string): Promise<Answer> {
  const session = objects.find('checkout.session', id);
  if (!session) throw new Error(`checkout ${id} vanished`);
  const completed = journal.completionOf(id);
  if (completed) await deliveries.answered(completed.id, WAIT_FOR_WEBHOOK_MS);
  return seeOther(successUrl(session));
}

function shopOrigins(session: Stripe.Checkout.Session): string[] {
  return session.success_url ? [new URL(session.success_url).origin] : [];
}
