import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import {
  CheckoutCreated,
  CheckoutView,
  ConnectionToken,
  DESKTOP_SUBPROTOCOL,
  EVENTS_SUBPROTOCOL,
  SessionView,
  SignedIn,
  TOKEN_SUBPROTOCOL_PREFIX,
  type ConnectionTokenBody,
} from '#contracts';
import { until } from './until.js';

/** A second where nothing else runs; beside builds and other tests a desktop took 11 s to start. */
const DESKTOP_WITHIN_MS = 60_000;

/** Of every customer that `register` makes. */
export const PASSWORD = 'a long enough passphrase';

/** Somebody who uses the product over HTTP and sockets, without a browser. */
export class ApiClient {
  accessToken = '';
  email = '';

  constructor(readonly product: { readonly origin: string }) {}

  /** Any request; JSON bodies are encoded. */
  async request(
    method: string,
    route: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(this.product.origin + route, {
      method,
      headers: {
        ...(this.accessToken && { Authorization: `Bearer ${this.accessToken}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** A request that must succeed; answers its JSON. */
  async call(
    method: string,
    route: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<unknown> {
    const answer = await this.request(method, route, body, headers);
    if (!answer.ok) throw new Error(`${method} ${route}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  }

  async register(): Promise<this> {
    const credentials = { email: `${randomUUID()}@example.com`, password: PASSWORD };
    const { accessToken } = SignedIn.parse(await this.call('POST', '/api/auth/register', credentials));
    this.accessToken = accessToken;
    this.email = credentials.email;
    return this;
  }

  async signIn(email: string, password: string): Promise<this> {
    const { accessToken } = SignedIn.parse(await this.call('POST', '/api/auth/login', { email, password }));
    this.accessToken = accessToken;
    this.email = email;
    return this;
  }

  /** Opens a checkout and pays it. @returns the checkout's id */
  async pay(): Promise<string> {
    const { checkoutId, url } = CheckoutCreated.parse(await this.call('POST', '/api/billing/checkout', {}));
    await this.payAt(url);
    return checkoutId;
  }

  /** Pays on the sandbox's page, as its form does. */
  async payAt(url: string): Promise<void> {
    await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        email: this.email,
        method: 'card',
        number: '4242 4242 4242 4242',
        expiry: '12 / 34',
        cvc: '123',
      }),
    });
  }

  /** Buys a session and waits until its desktop is there. */
  async buySession(): Promise<SessionView> {
    const checkoutId = await this.pay();
    const sessionId = await until('the payment makes a session', async () => {
      return CheckoutView.parse(await this.call('GET', `/api/billing/checkouts/${checkoutId}`)).sessionId;
    });
    const isThere = async () => {
      const session = await this.session(sessionId);
      return session.state === 'active' && session.desktop.state === 'ready' && session;
    };
    return until('the session is active', isThere, DESKTOP_WITHIN_MS);
  }

  async session(id: string): Promise<SessionView> {
    return SessionView.parse(await this.call('GET', `/api/sessions/${id}`));
  }

  async connectionToken(body: ConnectionTokenBody | Record<string, unknown>): Promise<string> {
    return ConnectionToken.parse(await this.call('POST', '/api/auth/connection-tokens', body)).token;
  }

  async eventsSocket(sessionId?: string): Promise<WebSocket> {
    const token = await this.connectionToken({ purpose: 'events', ...(sessionId && { sessionId }) });
    return this.socket('/ws', [EVENTS_SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX + token]);
  }

  async desktopSocket(sessionId: string, access: 'control' | 'view' = 'control'): Promise<WebSocket> {
    const token = await this.connectionToken({ purpose: 'desktop', sessionId, access });
    return this.socket(`/vnc/${sessionId}`, [DESKTOP_SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX + token]);
  }

  socket(route: string, protocols: string[], headers: Record<string, string> = {}): WebSocket {
    return new WebSocket(this.product.origin.replace('http', 'ws') + route, protocols, {
      headers: { Origin: this.product.origin, ...headers },
    });
  }
}
