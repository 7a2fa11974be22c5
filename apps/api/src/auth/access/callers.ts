import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AccountId, LoginId, Role } from '#contracts';
import { batched } from '../../kernel/batched.js';
import { AccessTokens, type AccessClaims } from './access-tokens.js';
import type { CallerIdentity } from './caller.decorator.js';

/** RFC 6750 2.1; nothing but the Authorization header is ever read, so no page can make a browser send it. */
const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;

interface Row {
  accountId: AccountId;
  loginId: LoginId;
  role: Role;
  email: string;
}

/**
 * Finds out who calls. The token says which login; the database says whether it still stands and with which role, by one
 * look at two primary keys. So logout, a disabled account and a changed role count from the next request on, not from
 * the end of the token's 15 minutes.
 */
@Injectable()
export class Callers {
  private readonly standing = batched((claims: readonly AccessClaims[]) => this.read(claims));

  constructor(
    private readonly tokens: AccessTokens,
    private readonly dataSource: DataSource,
  ) {}

  async identify(authorization: string | undefined): Promise<CallerIdentity | undefined> {
    const token = authorization && BEARER.exec(authorization)?.[1];
    const claims = token ? this.tokens.verify(token) : undefined;
    return claims && this.standing(claims);
  }

  private async read(claims: readonly AccessClaims[]): Promise<(CallerIdentity | undefined)[]> {
    const rows = await this.dataSource.query<Row[]>(
      `SELECT a.id AS "accountId", l.id AS "loginId", a.role, a.email
       FROM logins l JOIN accounts a ON a.id = l.account_id
       WHERE l.id = ANY($1) AND l.ended_at IS NULL AND a.disabled_at IS NULL`,
      [[...new Set(claims.map(({ loginId }) => loginId))]],
    );
    const standing = new Map(rows.map((row) => [row.loginId, row]));
    return claims.map(({ loginId, accountId }) => {
      const row = standing.get(loginId);
      return row?.accountId === accountId ? row : undefined;
    });
  }
}
