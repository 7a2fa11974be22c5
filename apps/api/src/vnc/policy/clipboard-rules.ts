import {
  BOUNDS,
  CLIPBOARD_ACTION,
  encodeClipboardCaps,
  encodeClipboardNotify,
  encodeClipboardPeek,
  encodeClipboardProvide,
  encodeClipboardRequest,
  inflateClipboardText,
  readExtendedClipboard,
  type ClientMessage,
} from '#rfb';
import type { RuleContext } from './rule-context.js';
import { drop, pass, type Verdict } from './verdict.js';

type ExtendedClipboardMessage = Extract<ClientMessage, { kind: 'extendedClipboard' }>;

/**
 * The clipboard in UTF-8, for which plain cut text (Latin-1) has no room. Text alone, each direction as far as it is
 * allowed. Nothing of a viewer's own making reaches the desktop: every message is written anew from what it says, and a
 * text was inflated within its bound before (case V19).
 */
export function judgeExtendedClipboard(
  { flags, payload }: ExtendedClipboardMessage,
  { clipboardUp, clipboardDown, takeClipboardBudget, takeAnnouncementBudget }: RuleContext,
): Verdict {
  const message = readExtendedClipboard(flags, payload);
  if (message && message.action !== 'provide' && !takeAnnouncementBudget())
    return drop('clipboard too often');
  switch (message?.action) {
    case 'caps':
      return pass(encodeClipboardCaps(capsOf(clipboardUp, clipboardDown)));
    case 'request':
      if (!clipboardDown) return drop('clipboard is off');
      return message.text ? pass(encodeClipboardRequest()) : drop('clipboard is no text');
    case 'peek':
      return clipboardDown ? pass(encodeClipboardPeek()) : drop('clipboard is off');
    case 'notify':
      return clipboardUp ? pass(encodeClipboardNotify(message.text)) : drop('clipboard is off');
    case 'provide':
      if (!clipboardUp) return drop('clipboard is off');
      if (!message.text) return drop('clipboard is no text');
      return takeClipboardBudget() ? provide(message.deflated) : drop('clipboard too often');
    case undefined:
      return drop('clipboard is no text');
  }
}

/** Who may only look answers the desktop's own caps, as every client does. The desktop got ours; no harm was meant. */
export function seesNoText({ flags, payload }: ExtendedClipboardMessage): Verdict {
  const isAnswer = readExtendedClipboard(flags, payload)?.action === 'caps';
  return drop(isAnswer ? 'not agreed' : 'not allowed');
}

/**
 * What the desktop may do towards the viewer. Announcements are always among it: a desktop that may neither announce
 * nor provide falls back to plain cut text.
 */
function capsOf(clipboardUp: boolean, clipboardDown: boolean): number {
  return (
    CLIPBOARD_ACTION.NOTIFY |
    (clipboardUp ? CLIPBOARD_ACTION.REQUEST : 0) |
    (clipboardDown ? CLIPBOARD_ACTION.PROVIDE : 0)
  );
}

function provide(deflated: Uint8Array): Verdict {
  const text = inflateClipboardText(deflated, BOUNDS.CUT_TEXT_KEPT);
  return text ? pass(encodeClipboardProvide(text)) : drop('clipboard is no text');
}
