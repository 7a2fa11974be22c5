import * as z from 'zod';

/** Text a database can keep: PostgreSQL knows no NUL, and half a surrogate pair is no character (RFC 3629 3). */
export const PlainText = z
  .string()
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'must be whole characters other than NUL');

/** A point in time: RFC 3339, UTC, milliseconds, as `Date.prototype.toISOString` writes it. */
export const Timestamp = z.iso.datetime({ precision: 3 });

/** RFC 9562 4: read in either case, written in lower. Ids are compared as texts, so there is one text for each. */
const Uuid = z.uuid().toLowerCase();

export const AccountId = Uuid.brand('AccountId');
export type AccountId = z.infer<typeof AccountId>;

export const LoginId = Uuid.brand('LoginId');
export type LoginId = z.infer<typeof LoginId>;

export const SessionId = Uuid.brand('SessionId');
export type SessionId = z.infer<typeof SessionId>;

export const CheckoutId = Uuid.brand('CheckoutId');
export type CheckoutId = z.infer<typeof CheckoutId>;

/** One window that shows desktops: made by the browser, kept through reloads and reconnects, named wherever it acts. */
export const ViewerId = Uuid.brand('ViewerId');
export type ViewerId = z.infer<typeof ViewerId>;

export const ShareId = Uuid.brand('ShareId');
export type ShareId = z.infer<typeof ShareId>;

export const RecordingId = Uuid.brand('RecordingId');
export type RecordingId = z.infer<typeof RecordingId>;

/** Position in a session's event log: 1 is the first event, 0 stands before it. */
export const Seq = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

export const Role = z.enum(['customer', 'admin']);
export type Role = z.infer<typeof Role>;
