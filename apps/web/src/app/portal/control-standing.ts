import type { ControlLease, ViewerId } from '#contracts';

/** What this window may do: `free` and `away` mean that the first key or click here takes control. */
export type Standing = 'free' | 'mine' | 'away' | 'window' | 'agent';

export function standingOf({ holderKind, holder, present }: ControlLease, me: ViewerId): Standing {
  if (holderKind === null) return 'free';
  if (holderKind === 'agent') return 'agent';
  if (holder === me) return 'mine';
  return present ? 'window' : 'away';
}

export interface ControlWords {
  text: string;
  /** The button that moves control, and what it does. */
  button: string;
  action: 'take' | 'give';
}

/** What to tell about control; undefined while there is nothing to tell. */
export function controlWords(lease: ControlLease, me: ViewerId): ControlWords | undefined {
  const take = { button: 'Take control', action: 'take' } as const;
  switch (standingOf(lease, me)) {
    case 'window':
      return { text: 'Another window of yours has control. Here you can only look.', ...take };
    case 'agent':
      return { text: 'The agent has control. Here you can only look.', ...take };
    case 'mine':
      return lease.request ? { text: asking(lease.request), button: 'Hand over', action: 'give' } : undefined;
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
