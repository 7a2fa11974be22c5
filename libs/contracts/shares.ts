import * as z from 'zod';
import { pageOf } from './page.js';
import { PlainText, SessionId, ShareId, Timestamp } from './scalars.js';
import { DesktopState, SessionState } from './sessions.js';

/** Where a link leads in the portal: `/watch#<secret>`. A fragment is sent to no server and stands in no log. */
export const WATCH_PATH = '/watch';

export const SHARE_MIN_SECONDS = 60;
export const SHARE_DEFAULT_SECONDS = 3_600;
export const SHARE_MAX_SECONDS = 7 * 86_400;
/** Links of one session that work at the same time. */
export const MAX_SHARES_PER_SESSION = 20;

/** POST /api/sessions/:id/shares. No link outlives its session. */
export const ShareBody = z.strictObject({
  label: PlainText.trim().min(1).max(80).optional(),
  expiresInSeconds: z.int().min(SHARE_MIN_SECONDS).max(SHARE_MAX_SECONDS).default(SHARE_DEFAULT_SECONDS),
});
export type ShareBody = z.infer<typeof ShareBody>;

/** A link that lets whoever has it watch one desktop, and nothing else. `lastUsedAt`: when it was last opened. */
export const Share = z.object({
  id: ShareId,
  sessionId: SessionId,
  label: z.string().nullable(),
  createdAt: Timestamp,
  expiresAt: Timestamp,
  lastUsedAt: Timestamp.nullable(),
});
export type Share = z.infer<typeof Share>;

/** Answer of POST, and the only time that the link is told: the server keeps a hash. */
export const ShareCreated = Share.extend({ url: z.url() });
export type ShareCreated = z.infer<typeof ShareCreated>;

/** GET /api/sessions/:id/shares: the links that still work, newest first. */
export const ShareList = pageOf(Share);
export type ShareList = z.infer<typeof ShareList>;

const Secret = z.string().min(1).max(200);

/** POST /api/shares/redeem, open: the secret of a link, as its fragment has it, and which socket the token is for. */
export const RedeemShareBody = z.strictObject({
  secret: Secret,
  purpose: z.enum(['desktop', 'sound']).default('desktop'),
});
export type RedeemShareBody = z.infer<typeof RedeemShareBody>;

/** POST /api/shares/look, open. */
export const LookAtShareBody = z.strictObject({ secret: Secret });
export type LookAtShareBody = z.infer<typeof LookAtShareBody>;

/** Its answer: what a guest who watches should know and cannot see in the picture. */
export const SharedLook = z.object({ isRecording: z.boolean() });
export type SharedLook = z.infer<typeof SharedLook>;

/**
 * What a guest gets: a one-use token for the desktop or sound socket of `session.id` (`expiresIn` in seconds; redeem again for
 * another), and all that a guest may know of the session. NOT_FOUND for a link that does not work, SESSION_ENDED when the
 * session is over, DESKTOP_NOT_READY, TOO_MANY_CONNECTIONS.
 */
export const SharedView = z.object({
  token: z.string(),
  expiresIn: z.int(),
  /** When the link stops working. */
  shareExpiresAt: Timestamp,
  session: z.object({
    id: SessionId,
    state: SessionState,
    expiresAt: Timestamp.nullable(),
    desktop: z.object({ state: DesktopState }),
  }),
  /** The picture is being recorded; ask again with `/api/shares/look`. */
  isRecording: z.boolean().default(false),
  now: Timestamp,
});
export type SharedView = z.infer<typeof SharedView>;
