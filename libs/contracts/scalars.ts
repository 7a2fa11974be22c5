import * as z from 'zod';

/** Text a database can keep: PostgreSQL knows no NUL, and half a surrogate pair is no character (RFC 3629 3). */
export const PlainText = z
  .string()
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'must be whole characters other than NUL');

/** A point in time: RFC 3339, UTC, milliseconds, as `Date.prototype.toISOString` writes it. */
export const Timestamp = z.iso.datetime({ precision: 3 });

export const AccountId = z.uuid().brand('AccountId');
export type AccountId = z.infer<typeof AccountId>;

export const LoginId = z.uuid().brand('LoginId');
export type LoginId = z.infer<typeof LoginId>;

export const SessionId = z.uuid().brand('SessionId');
export type SessionId = z.infer<typeof SessionId>;

export const CheckoutId = z.uuid().brand('CheckoutId');
export type CheckoutId = z.infer<typeof CheckoutId>;

/** One window that shows desktops: made by the browser, kept through reloads and reconnects, named wherever it acts. */
export const ViewerId = z.uuid().brand('ViewerId');
export type ViewerId = z.infer<typeof ViewerId>;

export const ShareId = z.uuid().brand('ShareId');
export type ShareId = z.infer<typeof ShareId>;

export const RecordingId = z.uuid().brand('RecordingId');
export type RecordingId = z.infer<typeof RecordingId>;

/** Position in a session's event log: 1 is the first event, 0 stands before it. */
export const Seq = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

export const Role = z.enum(['customer', 'admin']);
export type Role = z.infer<typeof Role>;
