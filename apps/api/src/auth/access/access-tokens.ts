import { createSecretKey } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import * as z from 'zod';
import { AccountId, LoginId } from '#contracts';
import { AppConfig } from '../../config/app-config.js';
import { Clock } from '../../kernel/clock.js';
import { SigningSecrets } from './signing-secrets.js';

export const ACCESS_TOKEN_SECONDS = 15 * 60;
const ALGORITHM = 'HS256';

const Claims = z.object({ sub: AccountId, login: LoginId, exp: z.int() });

/** Whose token it is. Not with which role: that is the database's to say, at every request. */
export interface AccessClaims {
  accountId: AccountId;
  loginId: LoginId;
}

/**
 * Access JWTs: HS256 alone, for this instance alone (`iss` and `aud` are its PUBLIC_URL), 15 minutes by the database's
 * clock, so that a node whose wall clock is off neither refuses nor prolongs any. Keys named in a token's header (`jku`,
 * `x5u`, `jwk`) are never looked at.
 */
@Injectable()
export class AccessTokens {
  private readonly party: string;
  private readonly signer: JwtService;
  private readonly verifiers: readonly JwtService[];

  constructor(
    secrets: SigningSecrets,
    private readonly clock: Clock,
    config: AppConfig,
  ) {
    this.party = config.server.publicUrl;
    this.signer = keyedBy(secrets.current);
    this.verifiers = secrets.all.map(keyedBy);
  }

  sign({ accountId, loginId }: AccessClaims): string {
    return this.signer.sign(
      { sub: accountId, login: loginId, iat: this.seconds() },
      {
        algorithm: ALGORITHM,
        expiresIn: ACCESS_TOKEN_SECONDS,
        issuer: this.party,
        audience: this.party,
      },
    );
  }

  /** The claims of a token of ours that is valid now, whichever of the secrets signed it. */
  verify(token: string): AccessClaims | undefined {
    for (const verifier of this.verifiers) {
      const claims = this.claimsOf(token, verifier);
      if (claims) return { accountId: claims.sub, loginId: claims.login };
    }
    return undefined;
  }

  private claimsOf(token: string, verifier: JwtService): z.infer<typeof Claims> | undefined {
    try {
      const payload: unknown = verifier.verify(token, {
        algorithms: [ALGORITHM],
        issuer: this.party,
        audience: this.party,
        clockTimestamp: this.seconds(),
      });
      return Claims.safeParse(payload).data;
    } catch {
      return undefined; // every way in which a token can be wrong throws: it is then no token of ours
    }
  }

  private seconds(): number {
    return Math.floor(this.clock.now().getTime() / 1_000);
  }
}

/** With the key as an object: of a text the library first tries, at each token, whether it is a public key. */
function keyedBy(secret: string): JwtService {
  return new JwtService({ secret: createSecretKey(secret, 'utf8') });
}
