import * as z from 'zod';

/** Which way a desktop's clipboard goes: `both`, `up` (into the desktop), `down` (out of it), `none`. */
export const ClipboardWay = z.enum(['both', 'up', 'down', 'none']);
export type ClipboardWay = z.infer<typeof ClipboardWay>;

/** GET /api/desktop-policy: what whoever runs the service lets pass between desktops and their viewers. */
export const DesktopPolicy = z.object({
  clipboard: ClipboardWay,
  /** Whether desktops can be heard here. */
  sound: z.boolean().default(false),
});
export type DesktopPolicy = z.infer<typeof DesktopPolicy>;
