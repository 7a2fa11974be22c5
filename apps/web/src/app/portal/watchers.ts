import { SESSION_EVENTS, type SessionEvent, type ViewerKind } from '#contracts';

/** How many look at the desktop beside its owner. */
export type Watchers = Readonly<Record<Exclude<ViewerKind, 'customer'>, number>>;

/** A desktop that is gone takes everyone with it, whether their leaving was still written or not. */
const CUTS_EVERYONE_OFF = new Set(['desktop.lost', 'desktop.restarted', 'session.ended']);

/** A browser that was started again is in the same desktop: whoever watches goes on. */
const cutsEveryoneOff = ({ name, data }: Pick<SessionEvent, 'name' | 'data'>) =>
  CUTS_EVERYONE_OFF.has(name) && !('program' in data);

/** Who watches now, by what has happened so far. */
export function watchersOf(events: readonly Pick<SessionEvent, 'name' | 'data'>[]): Watchers {
  const there = new Map<string, ViewerKind>();
  for (const event of events) {
    const { name, data } = event;
    if (cutsEveryoneOff(event)) there.clear();
    const viewer = SESSION_EVENTS['viewer.left'].safeParse(data).data;
    if (!viewer) continue;
    if (name === 'viewer.joined') there.set(viewer.connection, viewer.by);
    if (name === 'viewer.left') there.delete(viewer.connection);
  }
  const count = (kind: ViewerKind) => [...there.values()].filter((by) => by === kind).length;
  return { admin: count('admin'), guest: count('guest') };
}

/** Undefined when nobody watches. */
export function watcherWords({ admin, guest }: Watchers): string | undefined {
  const guests = guest === 1 ? '1 guest' : guest > 1 ? `${guest} guests` : undefined;
  if (admin > 0)
    return guests ? `An administrator and ${guests} are watching` : 'An administrator is watching';
  return guests && `${guests} ${guest === 1 ? 'is' : 'are'} watching`;
}
