import type { Cause } from '../events/journal.js';
import { nowSeconds, type Services } from '../services.js';

/** Ends an open checkout inside the caller's transaction; false when it was no longer open. */
export function expireCheckout(services: Services, sessionId: string, cause?: Cause): boolean {
  services.agenda.remove('expire', sessionId);
  const session = services.objects.find('checkout.session', sessionId);
  if (session?.status !== 'open') return false;
  session.status = 'expired';
  session.url = null;
  session.expires_at = Math.min(session.expires_at, nowSeconds(services));
  services.objects.update(session);
  services.journal.record('checkout.session.expired', session, cause);
  return true;
}
