import { CLOSE_CODES, type CloseCode } from '#contracts';

/** How a viewer's connection ends. `reason` is told to the viewer, in at most 123 bytes; `detail` only to the log. */
export interface RelayEnd {
  readonly code: CloseCode;
  readonly reason: string;
  readonly detail?: string;
}

/** Thrown where a relay cannot begin; carries what the viewer is told. */
export class RelayRefused extends Error {
  constructor(readonly end: RelayEnd) {
    super(end.detail ?? end.reason);
  }
}

export const desktopLost = (detail: string): RelayEnd => ({
  code: CLOSE_CODES.DESKTOP_LOST,
  reason: 'desktop lost',
  detail,
});

export const malformed = (detail: string): RelayEnd => ({
  code: CLOSE_CODES.MALFORMED,
  reason: 'not RFB 3.8',
  detail,
});

export const SESSION_EXPIRED: RelayEnd = { code: CLOSE_CODES.SESSION_ENDED, reason: 'expired' };
