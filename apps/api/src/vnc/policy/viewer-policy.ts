import { CLOSE_CODES } from '#contracts';
import type { ClientMessage } from '#rfb';
import { TokenBucket } from '../../gateway/token-bucket.js';
import { ACCESS_RULES, applyRule } from './access-rules.js';
import { introductionOfViewer } from './encodings-rules.js';
import { HeldInput } from './held-input.js';
import type { RuleContext } from './rule-context.js';
import { needsControl, takesControl, type Steering } from './steering.js';
import { drop, type Verdict } from './verdict.js';

/** A stray click on a picture one may only look at is forgiven; a client that keeps trying is not ours (case V12). */
export const MOST_FORBIDDEN = 16;
/** What who keeps trying is told. */
export const MAY_ONLY_LOOK = 'this viewer may only look';
/** A portal borrows the clipboard to write what has no key: a text for each word that an input method composes. */
const CLIPBOARD_BURST = 10;
const CLIPBOARD_PER_SECOND = 4;
const ANNOUNCEMENT_BURST = 10;
const ANNOUNCEMENTS_PER_SECOND = 5;

export type ClipboardDirection = 'both' | 'up' | 'down' | 'none';

/** Who may act does so while they control the desktop. */
export type ViewerRights = { readonly clipboard: ClipboardDirection } & (
  { readonly access: 'view' } | { readonly access: 'control'; readonly steering: Steering }
);

/** What the desktop can, as far as it is known. */
export type DesktopAbilities = Pick<RuleContext, 'knowsExtendedClipboard'>;

/**
 * Decides on every message of one viewer, one by one, whatever frames it came in. Holds what a decision may depend on:
 * the clipboard's budget, what is held down, how often the forbidden was tried.
 */
export class ViewerPolicy {
  private readonly held = new HeldInput();
  private context: RuleContext;
  private forbidden = 0;

  constructor(
    private readonly rights: ViewerRights,
    nowMs: () => number,
  ) {
    const texts = new TokenBucket(CLIPBOARD_BURST, CLIPBOARD_PER_SECOND, nowMs);
    const announcements = new TokenBucket(ANNOUNCEMENT_BURST, ANNOUNCEMENTS_PER_SECOND, nowMs);
    this.context = {
      clipboardUp: rights.clipboard === 'both' || rights.clipboard === 'up',
      clipboardDown: rights.clipboard === 'both' || rights.clipboard === 'down',
      knowsExtendedClipboard: false,
      agreed: new Set(),
      takeClipboardBudget: () => texts.take(),
      takeAnnouncementBudget: () => announcements.take(),
    };
  }

  /** Tells what was found out about the desktop; before the first message. */
  desktopCan(abilities: DesktopAbilities): void {
    this.context = { ...this.context, ...abilities };
  }

  /** What the desktop is told before the viewer's first message. */
  introduction(): Uint8Array[] {
    return this.rights.access === 'view' ? introductionOfViewer(this.context) : [];
  }

  judge(message: ClientMessage): Verdict {
    if (!this.isInControl(message)) return drop('not in control');
    if (message.kind === 'setEncodings')
      this.context = { ...this.context, agreed: new Set(message.encodings) };
    const verdict = applyRule(ACCESS_RULES[this.rights.access], message, this.context);
    if (verdict.act === 'pass') return this.held.admit(message) ? verdict : drop('too many keys down');
    if (verdict.act === 'drop' && verdict.reason === 'not allowed') return this.forbid(verdict);
    return verdict;
  }

  /** The messages that let go of every key and button this viewer still holds down. */
  release(): Uint8Array[] {
    return this.held.release();
  }

  /** Who may only look has rules that let nothing act. */
  private isInControl(message: ClientMessage): boolean {
    if (this.rights.access === 'view' || !needsControl(message)) return true;
    const { steering } = this.rights;
    const stance = steering.stance();
    if (stance === 'free' && takesControl(message)) steering.claim();
    return stance !== 'other';
  }

  private forbid(verdict: Verdict): Verdict {
    this.forbidden += 1;
    if (this.forbidden <= MOST_FORBIDDEN) return verdict;
    return { act: 'close', code: CLOSE_CODES.NOT_ALLOWED, reason: MAY_ONLY_LOOK };
  }
}
