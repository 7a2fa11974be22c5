import { randomUUID } from 'node:crypto';
import { JwtService, type JwtSignOptions } from '@nestjs/jwt';
import { describe, expect, it } from '@jest/globals';
import { AccountId, LoginId } from '#contracts';
import { FakeClock } from '../../../../../test/support/fakes.js';
import { AppConfig } from '../../config/app-config.js';
import { loadConfig } from '../../config/load-config.js';
import { ACCESS_TOKEN_SECONDS, AccessTokens } from './access-tokens.js';
import { SigningSecrets } from './signing-secrets.js';

const SECRET = 'first-secret-of-forty-characters-or-more';
const OLDER = 'older-secret-of-forty-characters-or-more';
const HERE = 'https://app.example.com';

const jwt = new JwtService({});
const claims = { accountId: AccountId.parse(randomUUID()), loginId: LoginId.parse(randomUUID()) };

function tokensOf(secrets: string[], clock = new FakeClock(), publicUrl = HERE): AccessTokens {
  const loaded = loadConfig({ PUBLIC_URL: publicUrl, JWT_SECRET: secrets.join(',') });
  const config = new AppConfig(loaded);
  return new AccessTokens(new SigningSecrets(config), clock, config);
}

/** A token right in everything but what `payload` and `options` say. */
function forged(payload: object = {}, options: JwtSignOptions = {}): string {
  const now = Math.floor(new FakeClock().now().getTime() / 1_000);
  const whole = {
    sub: claims.accountId,
    login: claims.loginId,
    iss: HERE,
    aud: HERE,
    iat: now,
    exp: now + 60,
    ...payload,
  };
  const given = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
  return jwt.sign(given, { secret: SECRET, algorithm: 'HS256', ...options });
}

function unsigned(header: object): string {
  const [, body = ''] = forged().split('.');
  return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${body}.`;
}

const now = Math.floor(new FakeClock().now().getTime() / 1_000);

describe('an access token is refused', () => {
  it.each<[string, string]>([
    ['signed with another key', forged({}, { secret: 'x'.repeat(40) })],
    ['that is unsigned', unsigned({ alg: 'none', typ: 'JWT' })],
    ['that is unsigned, in another spelling', unsigned({ alg: 'nOnE', typ: 'JWT' })],
    ['of another algorithm with the right key', forged({}, { algorithm: 'HS512' })],
    [
      'that names where its key lies (jku)',
      forged({}, { secret: 'x'.repeat(40), header: { alg: 'HS256', jku: `${HERE}/keys` } }),
    ],
    [
      'that names its certificate (x5u)',
      forged({}, { secret: 'x'.repeat(40), header: { alg: 'HS256', x5u: `${HERE}/cert` } }),
    ],
    [
      'that brings its own key (jwk)',
      forged({}, { secret: 'x'.repeat(40), header: { alg: 'HS256', jwk: { kty: 'oct', k: 'eA' } } as never }),
    ],
    ['that has expired', forged({ exp: now })],
    ['that never expires', forged({ exp: undefined })],
    ['that is not valid yet', forged({ nbf: now + 5 })],
    ['for another audience', forged({ aud: 'https://other.example.com' })],
    ['of another issuer', forged({ iss: 'https://other.example.com' })],
    ['without a login', forged({ login: undefined })],
    ['whose account is no id', forged({ sub: "' OR 1=1" })],
    ['whose end was cut off', forged().slice(0, -2)],
    ['that is no token at all', 'a.b.c'],
  ])('%s', (_, token) => {
    expect(tokensOf([SECRET]).verify(token)).toBeUndefined();
  });

  it('once its secret has been taken out of the list', () => {
    const token = tokensOf([OLDER]).sign(claims);
    expect(tokensOf([SECRET]).verify(token)).toBeUndefined();
  });

  it('after its fifteen minutes, by the database clock', () => {
    const clock = new FakeClock();
    const tokens = tokensOf([SECRET], clock);
    const token = tokens.sign(claims);
    clock.advance((ACCESS_TOKEN_SECONDS - 1) * 1_000);
    expect(tokens.verify(token)).toEqual(claims);
    clock.advance(1_000);
    expect(tokens.verify(token)).toBeUndefined();
  });
});

describe('an access token', () => {
  it('that is right in everything is read', () => {
    expect(tokensOf([SECRET]).verify(forged())).toEqual(claims);
  });

  it('is signed by the first secret and verified by all', () => {
    const rolled = tokensOf([SECRET, OLDER]);
    expect(rolled.verify(tokensOf([OLDER]).sign(claims))).toEqual(claims);
    expect(tokensOf([SECRET]).verify(rolled.sign(claims))).toEqual(claims);
    expect(tokensOf([OLDER]).verify(rolled.sign(claims))).toBeUndefined();
  });
});
