import type { DesktopAccess } from '#contracts';
import {
  ENCODING,
  encodeSetDesktopSize,
  FENCE_REQUEST,
  type ClientMessage,
  type ClientMessageKind,
} from '#rfb';
import { judgeExtendedClipboard, seesNoText } from './clipboard-rules.js';
import { clampDesktopSize } from './desktop-size.js';
import { encodingsOfController, encodingsOfViewer } from './encodings-rules.js';
import type { RuleContext } from './rule-context.js';
import { drop, pass, type Verdict } from './verdict.js';

type Rule<Kind extends ClientMessageKind> = (
  message: Extract<ClientMessage, { kind: Kind }>,
  context: RuleContext,
) => Verdict;
export type AccessRules = { readonly [Kind in ClientMessageKind]?: Rule<Kind> };

const asItCame = ({ bytes }: ClientMessage): Verdict => pass(bytes);
/** Never offered by the desktop, since SetEncodings is rewritten: a client that sends it goes by its own rules. */
const notAgreed = (): Verdict => drop('not agreed');

/** Xvnc hangs up on who asks for more than was agreed on, and that would look like a lost desktop. */
const ofAgreed =
  (...encodings: readonly number[]) =>
  ({ bytes }: ClientMessage, { agreed }: RuleContext): Verdict =>
    encodings.every((encoding) => agreed.has(encoding)) ? pass(bytes) : drop('not agreed');
const answeredFence = ofAgreed(ENCODING.FENCE);
const ifAgreed =
  <Kind extends ClientMessageKind>(encoding: number, rule: Rule<Kind>): Rule<Kind> =>
  (message, context) =>
    context.agreed.has(encoding) ? rule(message, context) : drop('not agreed');

const VIEW: AccessRules = {
  setPixelFormat: asItCame,
  setEncodings: ({ encodings }, context) => pass(encodingsOfViewer(encodings, context)),
  framebufferUpdateRequest: asItCame,
  enableContinuousUpdates: ofAgreed(ENCODING.FENCE, ENCODING.CONTINUOUS_UPDATES),
  clientFence: (fence, context) =>
    fence.flags & FENCE_REQUEST ? answeredFence(fence, context) : pass(fence.bytes),
  extendedClipboard: seesNoText,
};

const CONTROL: AccessRules = {
  ...VIEW,
  setEncodings: ({ encodings }) => pass(encodingsOfController(encodings)),
  keyEvent: asItCame,
  pointerEvent: asItCame,
  clientCutText: ({ bytes }, { clipboardUp, takeClipboardBudget }) => {
    if (!clipboardUp) return drop('clipboard is off');
    return takeClipboardBudget() ? pass(bytes) : drop('clipboard too often');
  },
  extendedClipboard: ifAgreed(ENCODING.EXTENDED_CLIPBOARD, judgeExtendedClipboard),
  oversizedClipboard: () => drop('clipboard too long'),
  // Xvnc 1.12 dies of a size that was not agreed on (measured)
  setDesktopSize: ifAgreed(ENCODING.EXTENDED_DESKTOP_SIZE, (message) => {
    const size = clampDesktopSize(message);
    return size ? pass(encodeSetDesktopSize(size.width, size.height, size.screens)) : drop('no such size');
  }),
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
