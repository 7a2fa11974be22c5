import type { ControlAction, ControlLease, ViewerId } from '#contracts';

/** What this window may do: `free` and `away` mean that the first key or click here takes control. */
export type Standing = 'free' | 'mine' | 'away' | 'window' | 'agent';

export function standingOf({ holderKind, holder, present }: ControlLease, me: ViewerId): Standing {
  if (holderKind === null) return 'free';
  if (holderKind === 'agent') return 'agent';
  if (holder === me) return 'mine';
  return present ? 'window' : 'away';
}

/** Here one can only look: keys and clicks go nowhere. */
export function mayOnlyLook(standing: Standing | undefined): boolean {
  return standing === 'window' || standing === 'agent';
}

export interface ControlWords {
  text: string;
  /** What moves control, or asks for it. */
  ways: readonly { button: string; action: ControlAction }[];
}

const TAKE = { button: 'Take control', action: 'take' } as const;
const ASK = { button: 'Ask for it', action: 'request' } as const;
const TAKE_BACK = { button: 'Take it back', action: 'release' } as const;
const GIVE = { button: 'Hand over', action: 'give' } as const;

/** What to tell about control; undefined while there is nothing to tell. */
export function controlWords(lease: ControlLease, me: ViewerId): ControlWords | undefined {
  const standing = standingOf(lease, me);
  if (mayOnlyLook(standing) && lease.request?.requester === me)
    return { text: 'You asked for control.', ways: [TAKE_BACK, TAKE] };
  switch (standing) {
    case 'window':
      return { text: 'Another window of yours has control. Here you can only look.', ways: [ASK, TAKE] };
    case 'agent':
      return { text: 'The agent has control. Here you can only look.', ways: [TAKE] };
    case 'mine':
      return lease.request ? { text: asking(lease.request), ways: [GIVE] } : undefined;
    case 'free':
    case 'away':
      return undefined;
  }
}

function asking({ requesterKind }: NonNullable<ControlLease['request']>): string {
  return requesterKind === 'agent'
    ? 'The agent asks for control.'
    : 'Another window of yours asks for control.';
}
