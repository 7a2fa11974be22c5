import type { HolderKind } from '#contracts';

/** One thing that lives for a session and must be gone when it ends. */
export interface Holder {
  sessionId: string;
  kind: HolderKind;
  id: string;
}
