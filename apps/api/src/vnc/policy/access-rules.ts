import type { DesktopAccess } from '#contracts';
import { encodeSetDesktopSize, encodeSetEncodings, type ClientMessage, type ClientMessageKind } from '#rfb';
import { allowedEncodings } from './allowed-encodings.js';
import { clampDesktopSize } from './desktop-size.js';
import { drop, pass, type Verdict } from './verdict.js';

/** What rules may ask beside the message itself. */
export interface RuleContext {
  /** Whether the clipboard may go from the viewer to the desktop. */
  readonly clipboardUp: boolean;
  /** Takes one text from the viewer's budget; false when there is none left. */
  readonly takeClipboardBudget: () => boolean;
}

type Rule<Kind extends ClientMessageKind> = (
  message: Extract<ClientMessage, { kind: Kind }>,
  context: RuleContext,
) => Verdict;
export type AccessRules = { readonly [Kind in ClientMessageKind]?: Rule<Kind> };

const asItCame = ({ bytes }: ClientMessage): Verdict => pass(bytes);
/** Never offered by the desktop, since SetEncodings is rewritten: a client that sends it goes by its own rules. */
const notAgreed = (): Verdict => drop('not agreed');

const VIEW: AccessRules = {
  setPixelFormat: asItCame,
  setEncodings: ({ encodings }) => pass(encodeSetEncodings(allowedEncodings(encodings))),
  framebufferUpdateRequest: asItCame,
  enableContinuousUpdates: asItCame,
  clientFence: asItCame,
};

const CONTROL: AccessRules = {
  ...VIEW,
  keyEvent: asItCame,
  pointerEvent: asItCame,
  clientCutText: ({ bytes }, { clipboardUp, takeClipboardBudget }) => {
    if (!clipboardUp) return drop('clipboard is off');
    return takeClipboardBudget() ? pass(bytes) : drop('clipboard too often');
  },
  oversizedClipboard: () => drop('clipboard too long'),
  setDesktopSize: (message) => {
    const size = clampDesktopSize(message);
    return size ? pass(encodeSetDesktopSize(size.width, size.height, size.screens)) : drop('no such size');
  },
  extendedClipboard: notAgreed,
  xvp: notAgreed,
  gii: notAgreed,
  qemuKeyEvent: notAgreed,
  qemuAudio: notAgreed,
};

/** What each access may send. Deny by absence: a kind without a rule is not allowed. */
export const ACCESS_RULES: Readonly<Record<DesktopAccess, AccessRules>> = { view: VIEW, control: CONTROL };

export function applyRule(rules: AccessRules, message: ClientMessage, context: RuleContext): Verdict {
  // The table's type ties each rule to its kind; TypeScript cannot follow that through the lookup.
  const rule = rules[message.kind] as Rule<ClientMessageKind> | undefined;
  return rule ? rule(message, context) : drop('not allowed');
}
