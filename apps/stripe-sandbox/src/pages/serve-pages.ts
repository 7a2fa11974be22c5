import { jsonAnswer, seeOther, type Answer, type Incoming } from '../http/answer.js';
import { matchPath } from '../http/route.js';
import type { Services } from '../services.js';
import { formatAmount } from './amount.js';
import { pageAnswer } from './layout.js';
import { noticePage } from './notice-page.js';
import { SANDBOX_CSS } from './stylesheet.js';
import { SANDBOX_JS } from './script.js';
import { showCheckout, submitCheckout } from './serve-checkout.js';
import { decideDispute, dispute, refund, returnRefund, warn } from './serve-misfortunes.js';
import { changeFaults, sendAgain, settle, showControls } from './serve-controls.js';

type Page = (services: Services, id: string, incoming: Incoming) => Answer | Promise<Answer>;

const PAGES: readonly (readonly [method: string, path: string, page: Page])[] = [
  ['GET', '/c/pay/:id', showCheckout],
  ['POST', '/c/pay/:id', submitCheckout],
  ['GET', '/', () => seeOther('/sandbox')],
  ['GET', '/sandbox', showControls],
  ['GET', '/sandbox/faults', ({ faults }) => jsonAnswer(200, faults.now)],
  ['POST', '/sandbox/faults', (services, _id, incoming) => changeFaults(services, incoming)],
  ['POST', '/sandbox/events/:id/deliver', sendAgain],
  ['POST', '/sandbox/payments/:id/settle', settle],
  ['POST', '/sandbox/payments/:id/dispute', dispute],
  ['POST', '/sandbox/payments/:id/refund', refund],
  ['POST', '/sandbox/payments/:id/warn', warn],
  ['POST', '/sandbox/disputes/:id/close', decideDispute],
  ['POST', '/sandbox/refunds/:id/fail', returnRefund],
  ['GET', '/receipts/:id', showReceipt],
  ['GET', '/assets/sandbox.css', () => asset('text/css', SANDBOX_CSS)],
  ['GET', '/assets/sandbox.js', () => asset('text/javascript', SANDBOX_JS)],
];

/** Everything that is not the API: the hosted checkout, the controls and what both look like. */
export async function servePage(services: Services, incoming: Incoming): Promise<Answer> {
  const path = incoming.url.pathname;
  for (const [method, pattern, page] of PAGES) {
    const id = method === incoming.method ? matchPath(pattern, path) : undefined;
    if (id !== undefined) return page(services, id, incoming);
  }
  return pageAnswer(
    404,
    noticePage('Nothing here', 'A checkout has an address of its own; all else is among the controls.', {
      label: 'Controls',
      href: '/sandbox',
    }),
  );
}

/** Where `receipt_url` of a charge leads. */
function showReceipt({ objects }: Services, id: string): Answer {
  const charge = objects.find('charge', id);
  if (!charge) return pageAnswer(404, noticePage('No such receipt', 'Its address is that of a charge.'));
  const paid = `${formatAmount(charge.amount, charge.currency)} on ${new Date(charge.created * 1000).toUTCString()}`;
  const back =
    charge.amount_refunded > 0 ? `, ${formatAmount(charge.amount_refunded, charge.currency)} given back` : '';
  return pageAnswer(200, noticePage('Receipt', `Paid ${paid}${back}. No real money was moved.`));
}

function asset(type: string, body: string): Answer {
  return { status: 200, headers: { 'Content-Type': `${type}; charset=utf-8` }, body };
}
