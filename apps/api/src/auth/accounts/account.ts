import type { AccountId, Role, User } from '#contracts';

/** One person who may sign in. `passwordHash` never leaves this folder's callers in `auth/`. */
export interface Account {
  id: AccountId;
  email: string;
  role: Role;
  passwordHash: string;
  createdAt: Date;
  disabledAt: Date | null;
}

/** What a query of an account selects. */
export const ACCOUNT_COLUMNS = `id, email, role, password_hash AS "passwordHash", created_at AS "createdAt",
  disabled_at AS "disabledAt"`;

/** Two spellings of one address are one account. */
export function emailKey(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}

export function toUser({ id, email, role, createdAt }: Account): User {
  return { id, email, role, createdAt: createdAt.toISOString() };
}
