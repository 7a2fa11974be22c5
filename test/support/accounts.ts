import { randomUUID } from 'node:crypto';
import { Problem, SignedIn } from '#contracts';

export const PASSWORD = 'violet otters paint slowly';

/** A browser as the api sees one: keeps the refresh cookie, sends the access token. */
export class Visitor {
  accessToken: string | undefined;
  cookie: string | undefined;

  constructor(readonly url: string) {}

  async send(
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(this.accessToken !== undefined && { authorization: `Bearer ${this.accessToken}` }),
        ...(this.cookie !== undefined && { cookie: this.cookie }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    this.keepCookie(response);
    return response;
  }

  post(path: string, body?: unknown): Promise<Response> {
    return this.send('POST', path, { body });
  }

  /** Registers a new account, or signs in to one, and keeps both tokens. */
  async signIn(path: '/api/auth/register' | '/api/auth/login', email: string, password = PASSWORD) {
    const response = await this.post(path, { email, password });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    const answer = SignedIn.parse(await response.json());
    this.accessToken = answer.accessToken;
    return answer;
  }

  private keepCookie(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      this.cookie = pair.endsWith('=') ? undefined : pair;
    }
  }
}

export const freshEmail = () => `${randomUUID()}@example.com`;

/** Somebody new who has just registered. */
export async function registered(url: string, email = freshEmail()): Promise<Visitor> {
  const visitor = new Visitor(url);
  await visitor.signIn('/api/auth/register', email);
  return visitor;
}

export async function signedIn(url: string, email: string, password = PASSWORD): Promise<Visitor> {
  const visitor = new Visitor(url);
  await visitor.signIn('/api/auth/login', email, password);
  return visitor;
}

/** What a refusal says, but for the texts and ids that differ from one to the next. */
export async function problemOf(response: Response) {
  const { status, code, errors } = Problem.parse(await response.json());
  return { status, code, ...(errors && { errors }) };
}
