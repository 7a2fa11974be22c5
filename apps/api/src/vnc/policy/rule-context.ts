/** What rules may ask beside the message itself. */
export interface RuleContext {
  /** Whether the clipboard may go from the viewer to the desktop. */
  readonly clipboardUp: boolean;
  /** Whether it may go from the desktop to the viewer. */
  readonly clipboardDown: boolean;
  /** The desktop is one of ours, whose Xvnc knows the extended clipboard; of another server that is not known. */
  readonly knowsExtendedClipboard: boolean;
  /** The encodings that the viewer last said it knows, as it said them. */
  readonly agreed: ReadonlySet<number>;
  /** Takes one text from the viewer's budget; false when there is none left. */
  readonly takeClipboardBudget: () => boolean;
  /** The same for the short messages that bring no text. */
  readonly takeAnnouncementBudget: () => boolean;
}
