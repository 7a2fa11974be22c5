import * as z from 'zod';
import { AccountId, PlainText, Role, SessionId, Timestamp, ViewerId } from './scalars.js';

/** Length is what makes a password strong (NIST SP 800-63B 5.1.1); the upper bound caps hashing work. */
export const PASSWORD_MIN_LENGTH = 10;
export const PASSWORD_MAX_LENGTH = 200;

const Email = z.email().max(254);

export const RegisterBody = z.strictObject({
  email: Email,
  password: z.string().min(PASSWORD_MIN_LENGTH).max(PASSWORD_MAX_LENGTH),
});
export type RegisterBody = z.infer<typeof RegisterBody>;

export const LoginBody = z.strictObject({
  email: PlainText.min(1).max(254),
  password: z.string().min(1).max(PASSWORD_MAX_LENGTH),
});
export type LoginBody = z.infer<typeof LoginBody>;

export const ChangePasswordBody = z.strictObject({
  currentPassword: z.string().min(1).max(PASSWORD_MAX_LENGTH),
  newPassword: z.string().min(PASSWORD_MIN_LENGTH).max(PASSWORD_MAX_LENGTH),
});
export type ChangePasswordBody = z.infer<typeof ChangePasswordBody>;

export const User = z.object({
  id: AccountId,
  email: z.string(),
  role: Role,
  createdAt: Timestamp,
});
export type User = z.infer<typeof User>;

/** Answer of register, login and refresh; `expiresIn` in seconds. The refresh token travels in a cookie alone. */
export const SignedIn = z.object({ user: User, accessToken: z.string(), expiresIn: z.int() });
export type SignedIn = z.infer<typeof SignedIn>;

export const DesktopAccess = z.enum(['control', 'view']);
export type DesktopAccess = z.infer<typeof DesktopAccess>;

/** `viewer` is the window the desktop is for: it is what control of the desktop is given to, and survives reconnects. */
export const ConnectionTokenBody = z.discriminatedUnion('purpose', [
  z.strictObject({ purpose: z.literal('events'), sessionId: SessionId.optional() }),
  z.strictObject({
    purpose: z.literal('desktop'),
    sessionId: SessionId,
    access: DesktopAccess,
    viewer: ViewerId.optional(),
  }),
  z.strictObject({ purpose: z.literal('sound'), sessionId: SessionId }),
]);
export type ConnectionTokenBody = z.infer<typeof ConnectionTokenBody>;

/** A one-use token for one socket; `expiresIn` in seconds. */
export const ConnectionToken = z.object({ token: z.string(), expiresIn: z.int() });
export type ConnectionToken = z.infer<typeof ConnectionToken>;
