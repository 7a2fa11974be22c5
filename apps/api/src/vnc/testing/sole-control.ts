import type { DesktopAccess } from '#contracts';
import type { Steering } from '../policy/steering.js';
import type { ClipboardDirection, ViewerRights } from '../policy/viewer-policy.js';

/** Control of a desktop that nobody else can reach. */
export const SOLE_CONTROL: Steering = { stance: () => 'own', claim: () => {} };

/** What somebody may who is alone with a desktop. */
export function soleRights(access: DesktopAccess, clipboard: ClipboardDirection = 'both'): ViewerRights {
  return access === 'view' ? { access, clipboard } : { access, clipboard, steering: SOLE_CONTROL };
}
