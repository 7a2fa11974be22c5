import { SESSION_EVENTS, type SessionEvent } from '#contracts';
import type { Reader } from './event-sentences.js';

/** Whoever is back within this time was never gone: a reload, a network that dropped, a desktop that was replaced. */
export const BACK_WITHIN_MS = 10_000;

type Happened = Pick<SessionEvent, 'seq' | 'name' | 'data' | 'at'>;

/**
 * The events that are worth a line. The log has them all; a person need not read of a connection that came back, nor
 * of the first key in one's only window. Their own windows are no news to the owner.
 */
export function toldEvents<Event extends Happened>(events: readonly Event[], reader: Reader): Event[] {
  const silent = new Set([...comebacks(events), ...movesOfControl(events)]);
  return events.filter((event) => !silent.has(event) && !(reader === 'owner' && isOwnWindow(event)));
}

/** The first event of one who may yet come back, as a sequence number; Infinity when there is none. */
export function undecidedFrom(events: readonly Happened[], nowMs: number): number {
  const since = nowMs - BACK_WITHIN_MS;
  return events.find(({ name, at }) => name === 'viewer.left' && Date.parse(at) > since)?.seq ?? Infinity;
}

function isOwnWindow({ name, data }: Happened): boolean {
  return name.startsWith('viewer.') && data['by'] === 'customer';
}

/** Goings and comings that are one viewer's: the new connection may be there before the old one is known to be gone. */
function comebacks<Event extends Happened>(events: readonly Event[]): Set<Event> {
  const paired = new Set<Event>();
  let lately: Event[] = [];
  for (const event of events) {
    if (event.name !== 'viewer.joined' && event.name !== 'viewer.left') continue;
    lately = lately.filter((other) => !paired.has(other) && msBetween(other, event) <= BACK_WITHIN_MS);
    const other = lately.find((one) => isSameViewerMoving(one, event));
    if (other) paired.add(other).add(event);
    else lately.push(event);
  }
  return paired;
}

function msBetween(one: Happened, other: Happened): number {
  return Date.parse(other.at) - Date.parse(one.at);
}

function isSameViewerMoving(one: Happened, other: Happened): boolean {
  return (
    one.name !== other.name &&
    one.data['connection'] !== other.data['connection'] &&
    whoOf(one) === whoOf(other)
  );
}

/** A guest's window has no name that lasts; their link has. */
function whoOf({ data }: Happened): string {
  return `${String(data['by'])} ${String(data['share'] ?? data['viewer'])}`;
}

/**
 * Changes of control that nobody felt. A key or a request takes only what nobody holds who is there, so between windows
 * these are no change; the agent is always told of.
 */
function movesOfControl<Event extends Happened>(events: readonly Event[]): Event[] {
  let before: { kind: string | null; holder: string | null } = { kind: null, holder: null };
  return events.filter((event) => {
    if (event.name !== 'control.changed') return false;
    const { data } = SESSION_EVENTS[event.name].safeParse(event.data);
    if (!data) return false;
    const { holderKind: kind, holder, how } = data;
    const [from, to] = [before, { kind, holder }];
    before = to;
    if (from.kind === 'agent' || to.kind === 'agent') return false;
    const wentOver = from.holder !== null && to.holder !== null && from.holder !== to.holder;
    return !wentOver || how === 'input' || how === 'request';
  });
}
