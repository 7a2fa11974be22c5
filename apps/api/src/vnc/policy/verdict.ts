import type { CloseCode } from '#contracts';

/** Why a viewer's message was not handed to the desktop. A label of a metric: few, fixed, without a viewer's words. */
export type DropReason =
  | 'not allowed'
  | 'not agreed'
  | 'not in control'
  | 'clipboard is off'
  | 'clipboard too long'
  | 'clipboard is no text'
  | 'clipboard too often'
  | 'no such size'
  | 'too many keys down';

/** What becomes of one message of a viewer. */
export type Verdict =
  /** `bytes` may be the message as it came, or what is left of it. */
  | { readonly act: 'pass'; readonly bytes: Uint8Array }
  | { readonly act: 'drop'; readonly reason: DropReason }
  | { readonly act: 'close'; readonly code: CloseCode; readonly reason: string };

export const pass = (bytes: Uint8Array): Verdict => ({ act: 'pass', bytes });
export const drop = (reason: DropReason): Verdict => ({ act: 'drop', reason });
