import {
  CheckoutCreated,
  CheckoutView,
  CustomerOrderList,
  PendingCheckouts,
  SessionEventPage,
  SessionView,
  type CustomerOrder,
  type SessionEvent,
} from '#contracts';
import { freshEmail, registered, type Visitor } from './accounts.js';
import type { StripeSandbox } from './stripe-sandbox.js';

/** A customer on the way to a session, over HTTP. */
export class Buyer {
  private constructor(
    readonly visitor: Visitor,
    readonly email: string,
    private readonly sandbox: StripeSandbox,
  ) {}

  static async arrive(url: string, sandbox: StripeSandbox): Promise<Buyer> {
    const email = freshEmail();
    return new Buyer(await registered(url, email), email, sandbox);
  }

  tryCheckout(body: unknown = {}, key?: string): Promise<Response> {
    const headers = key === undefined ? {} : { 'idempotency-key': key };
    return this.visitor.send('POST', '/api/billing/checkout', { body, headers });
  }

  async checkout(body: unknown = {}): Promise<CheckoutCreated> {
    const answer = await this.tryCheckout(body);
    if (answer.status !== 201) throw new Error(`checkout answered ${answer.status}: ${await answer.text()}`);
    return CheckoutCreated.parse(await answer.json());
  }

  async look(checkoutId: string): Promise<CheckoutView> {
    return CheckoutView.parse(
      await (await this.visitor.send('GET', `/api/billing/checkouts/${checkoutId}`)).json(),
    );
  }

  async orders(): Promise<CustomerOrder[]> {
    const answer = await this.visitor.send('GET', '/api/billing/orders');
    return CustomerOrderList.parse(await answer.json()).items;
  }

  async session(id: string): Promise<SessionView> {
    return SessionView.parse(await (await this.visitor.send('GET', `/api/sessions/${id}`)).json());
  }

  /** The names of the session's events, in order. */
  async events(id: string): Promise<SessionEvent[]> {
    const answer = await this.visitor.send('GET', `/api/sessions/${id}/events`);
    return SessionEventPage.parse(await answer.json()).items;
  }

  async pending(): Promise<string[]> {
    const answer = await this.visitor.send('GET', '/api/billing/checkouts/pending');
    return PendingCheckouts.parse(await answer.json()).items.map(({ id }) => id);
  }

  /** Opens a checkout and pays it by card; the page has had the webhook's answer when this resolves. */
  async buy(body: unknown = {}): Promise<string> {
    const { checkoutId, url } = await this.checkout(body);
    await this.sandbox.pay(stripeIdOf(url));
    return checkoutId;
  }
}

/** The hosted page's address ends in Stripe's id. */
export function stripeIdOf(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? '';
}
