import type { DataSource } from 'typeorm';
import type { AccountId, LoginId } from '#contracts';
import {
  ConnectionTokens,
  type LoginRequest,
} from '../../apps/api/src/auth/connections/connection-tokens.js';
import type { Customer } from './cluster.js';

/** A token that the product would not give, for who is let in only as far as the upgrade. */
export async function mintToken(
  dataSource: DataSource,
  { accountId }: Customer,
  wanted: Omit<LoginRequest, 'accountId' | 'loginId'>,
): Promise<string> {
  const [login] = await dataSource.query<{ id: LoginId }[]>(
    'SELECT id FROM logins WHERE account_id = $1 AND ended_at IS NULL',
    [accountId],
  );
  if (!login) throw new Error('nobody is signed in to that account');
  const request = { ...wanted, accountId: accountId as AccountId, loginId: login.id };
  return (await new ConnectionTokens(dataSource).mint(request)).token;
}
