interface Line {
  msg?: string;
  time?: string;
  path?: string;
  tookMs?: number;
  sessionId?: string;
  bindMs?: number;
}

/** Wall-clock milliseconds of one payment, as the product's log has them; `thawMs` is a duration. */
export interface LoggedPhases {
  webhook: number;
  paid: number;
  ready: number;
  thawMs: number;
  active: number;
}

/** Undefined while a line is still to come. The first webhook after the payment is the one that pays. */
export function loggedPhases(output: string, sessionId: string): LoggedPhases | undefined {
  const lines = output.split('\n').flatMap(parse);
  const of = (msg: string) => lines.find((line) => line.msg === msg && line.sessionId === sessionId);
  const webhook = lines.find(
    ({ msg, path }) => msg === 'request served' && path === '/api/billing/stripe-webhook',
  );
  const [paid, ready, active] = [of('order paid'), of('desktop ready'), of('session activated')];
  if (!webhook || !paid || !ready || !active) return undefined;
  return {
    webhook: at(webhook) - (webhook.tookMs ?? 0),
    paid: at(paid),
    ready: at(ready),
    thawMs: ready.bindMs ?? 0,
    active: at(active),
  };
}

const at = ({ time }: Line) => Date.parse(time ?? '');

function parse(text: string): Line[] {
  try {
    return text.startsWith('{') ? [JSON.parse(text) as Line] : [];
  } catch {
    return []; // half a line, or not of the log
  }
}
