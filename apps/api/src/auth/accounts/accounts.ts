import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { AccountId, Role } from '#contracts';
import { ACCOUNT_COLUMNS, emailKey, type Account } from './account.js';

/** The table of accounts. */
@Injectable()
export class Accounts {
  constructor(private readonly dataSource: DataSource) {}

  async findByEmail(email: string): Promise<Account | undefined> {
    const [account] = await this.dataSource.query<Account[]>(
      `SELECT ${ACCOUNT_COLUMNS} FROM accounts WHERE email_key = $1`,
      [emailKey(email)],
    );
    return account;
  }

  async findById(id: AccountId): Promise<Account | undefined> {
    const [account] = await this.dataSource.query<Account[]>(
      `SELECT ${ACCOUNT_COLUMNS} FROM accounts WHERE id = $1`,
      [id],
    );
    return account;
  }

  /** @returns undefined when the address has an account already */
  async create(
    manager: EntityManager,
    { email, passwordHash, role }: { email: string; passwordHash: string; role: Role },
  ): Promise<Account | undefined> {
    const [account] = await manager.query<Account[]>(
      `INSERT INTO accounts (email, email_key, password_hash, role) VALUES ($1, $2, $3, $4)
       ON CONFLICT (email_key) DO NOTHING RETURNING ${ACCOUNT_COLUMNS}`,
      [email.trim(), emailKey(email), passwordHash, role],
    );
    return account;
  }

  /** @returns false when the password was changed by somebody else in between */
  async replacePassword(
    manager: EntityManager,
    { id, passwordHash: known }: Account,
    passwordHash: string,
  ): Promise<boolean> {
    const [, changed] = await manager.query<[unknown[], number]>(
      'UPDATE accounts SET password_hash = $3 WHERE id = $1 AND password_hash = $2',
      [id, known, passwordHash],
    );
    return changed === 1;
  }
}
