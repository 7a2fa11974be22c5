import { SESSION_EVENTS, type SessionEvent, type SessionEventData, type ShareId } from '#contracts';

/** Who looks at the desktop beside its owner. A guest is known by what their link was made for, if that was said. */
export interface Watchers {
  readonly admins: number;
  readonly guests: readonly (string | undefined)[];
}

/** So many are called by name, the others counted: a line on a phone is short. */
const NAMES = 2;

/** A desktop that is gone takes everyone with it, whether their leaving was still written or not. */
const CUTS_EVERYONE_OFF = new Set(['desktop.lost', 'desktop.restarted', 'session.ended']);

/** A browser that was started again is in the same desktop: whoever watches goes on. */
const cutsEveryoneOff = ({ name, data }: Pick<SessionEvent, 'name' | 'data'>) =>
  CUTS_EVERYONE_OFF.has(name) && !('program' in data);

/** Who watches now, by what has happened so far. */
export function watchersOf(events: readonly Pick<SessionEvent, 'name' | 'data'>[]): Watchers {
  const there = new Map<string, SessionEventData<'viewer.left'>>();
  const labels = new Map<ShareId | undefined, string | null>();
  for (const event of events) {
    const { name, data } = event;
    if (cutsEveryoneOff(event)) there.clear();
    const share = name === 'share.created' ? SESSION_EVENTS[name].safeParse(data).data : undefined;
    if (share) labels.set(share.share, share.label);
    const viewer = SESSION_EVENTS['viewer.left'].safeParse(data).data;
    if (!viewer) continue;
    if (name === 'viewer.joined') there.set(viewer.connection, viewer);
    if (name === 'viewer.left') there.delete(viewer.connection);
  }
  const viewers = [...there.values()];
  return {
    admins: viewers.filter(({ by }) => by === 'admin').length,
    guests: viewers.filter(({ by }) => by === 'guest').map(({ share }) => labels.get(share) ?? undefined),
  };
}

/** Undefined when nobody watches. */
export function watcherWords({ admins, guests }: Watchers): string | undefined {
  const who = [...(admins > 0 ? ['An administrator'] : []), ...guestWords(guests)];
  const last = who.pop();
  if (last === undefined) return undefined;
  const areMany = who.length > 0 || /^\d+ guests$/.test(last);
  return `${who.length > 0 ? `${who.join(', ')} and ${last}` : last} ${areMany ? 'are' : 'is'} watching`;
}

/** Two who have the same link may be two people: one of them is called by its name, the other counted. */
function guestWords(guests: Watchers['guests']): string[] {
  const names = [...new Set(guests)].filter((name) => name !== undefined).slice(0, NAMES);
  const others = guests.length - names.length;
  const more = names.length > 0 ? ' more' : '';
  return others > 0 ? [...names, `${others}${more} guest${others === 1 ? '' : 's'}`] : names;
}
