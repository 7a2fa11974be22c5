import * as z from 'zod';
import { Faults } from '../events/faults.js';
import { jsonAnswer, seeOther, type Answer, type Incoming } from '../http/answer.js';
import { settleDebit } from '../payments/settle-debit.js';
import type { Verdict } from '../payments/test-instruments.js';
import type { Services } from '../services.js';
import { isJson, readBody } from './control-body.js';
import { controlsPage } from './controls-page.js';
import { latestPayments } from './latest-payments.js';
import { pageAnswer } from './layout.js';

const LATEST = 30;

/** A form names only the boxes that are ticked and sends numbers as text. */
const FaultsForm = z
  .object({
    duplicate: z.coerce.number(),
    delayMs: z.coerce.number(),
    apiDelayMs: z.coerce.number(),
    apiCalls: z.coerce.number(),
    api: z.string(),
    drop: z.stringbool().default(false),
    reorder: z.stringbool().default(false),
    badSignature: z.stringbool().default(false),
  })
  .pipe(Faults);

const Outcome = z.object({ outcome: z.enum(['succeeded', 'failed']) });

const VERDICTS: Record<'succeeded' | 'failed', Verdict> = {
  succeeded: { paid: true },
  failed: {
    paid: false,
    code: 'insufficient_funds',
    decline: 'insufficient_funds',
    message: 'The bank account has insufficient funds.',
  },
};

export function showControls(services: Services): Answer {
  const { journal, deliveries, objects, faults } = services;
  const latest = journal.page({}, { limit: LATEST }).items;
  const events = latest.map((event) => ({ event, delivery: deliveries.find(event.id) }));
  const underway = objects.where('payment_intent', { status: 'processing' });
  const payments = latestPayments(services);
  return pageAnswer(200, controlsPage({ faults: faults.now, events, payments, underway }));
}

/** Programs send JSON with the switches to change, the page its whole form. */
export function changeFaults({ faults }: Services, incoming: Incoming): Answer {
  const sent = readBody(incoming);
  const wanted = isJson(incoming) ? Faults.partial().safeParse(sent) : FaultsForm.safeParse(sent);
  if (!wanted.success) return jsonAnswer(400, { error: z.prettifyError(wanted.error) });
  // What JSON leaves out is undefined to the type and absent in fact: it keeps its setting.
  const now = faults.set(wanted.data as Partial<Faults>);
  return isJson(incoming) ? jsonAnswer(200, now) : seeOther('/sandbox');
}

export function sendAgain({ journal, deliveries }: Services, id: string, incoming: Incoming): Answer {
  if (!journal.find(id)) return jsonAnswer(404, { error: `no event ${id}` });
  deliveries.resend(id);
  return isJson(incoming) ? jsonAnswer(202, { event: id }) : seeOther('/sandbox');
}

export function settle(services: Services, id: string, incoming: Incoming): Answer {
  const wanted = Outcome.safeParse(readBody(incoming));
  if (!wanted.success) return jsonAnswer(400, { error: z.prettifyError(wanted.error) });
  const settled = settleDebit(services, id, VERDICTS[wanted.data.outcome]);
  if (!settled) return jsonAnswer(409, { error: `${id} is no bank debit under way` });
  return isJson(incoming) ? jsonAnswer(200, { payment_intent: id }) : seeOther('/sandbox');
}
