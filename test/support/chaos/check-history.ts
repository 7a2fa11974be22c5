import { isDeepStrictEqual } from 'node:util';
import type { Entry, FollowerHistory, History, SessionHistory, SocketHistory } from './history.js';

/** R3: the deadline with any one part down. */
const DARK_WITHIN_MS = 5_000;
/** What the kernel held for a sleeping reader is read within this after it wakes. */
const WAKE_MS = 1_000;

export interface Violation {
  readonly promise: 'R2' | 'R3' | 'R4' | 'R5';
  readonly sessionId: string;
  readonly what: string;
}

/** Everything in the history that a promise of the product forbids; empty when all were kept. */
export function checkHistory({ sessions, followers, untilMs }: History): Violation[] {
  return sessions.flatMap((session) => {
    const own = followers.filter(({ sessionId }) => sessionId === session.id);
    const told = (promise: Violation['promise'], found: string[]) =>
      found.map((what) => ({ promise, sessionId: session.id, what }));
    return [
      ...told('R2', gapsIn(session.log)),
      ...own.flatMap((follower) => told('R2', differences(follower, session))),
      ...told('R5', lost(session)),
      ...ofSession(own).flatMap((socket) => told('R3', lateArrivals(socket, session.deadlineMs, untilMs))),
      ...ofSession(own).flatMap((socket) => told('R4', acceptedAfter(socket, session.revokeAnsweredAtMs))),
    ];
  });
}

function ofSession(followers: FollowerHistory[]): SocketHistory[] {
  return followers.filter(({ scope }) => scope === 'session').flatMap(({ sockets }) => sockets);
}

function gapsIn(log: readonly Entry[]): string[] {
  const wrong = log.findIndex(({ seq }, n) => seq !== n + 1);
  const past = log.findIndex(({ name }, n) => name === 'session.ended' && n !== log.length - 1);
  return [
    ...(wrong === -1 ? [] : [`the log has ${log[wrong]?.seq} where ${wrong + 1} belongs`]),
    ...(past === -1 ? [] : [`the log goes on after session.ended (${past + 1})`]),
  ];
}

/**
 * Whether all was seen that could be. A follower by a token of the session may lack the end of an ended one: there is no
 * token for it any more.
 */
export function hasSeenAll({ scope, seen }: FollowerHistory, { log }: SessionHistory): boolean {
  const mayLack = scope === 'session' && log.at(-1)?.name === 'session.ended';
  return mayLack || seen.length >= log.length;
}

function differences(follower: FollowerHistory, session: SessionHistory): string[] {
  const { scope, seen } = follower;
  const { log } = session;
  const wrong = seen.findIndex((entry, n) => !isDeepStrictEqual(entry, log[n]));
  if (wrong !== -1)
    return [`a ${scope} follower saw ${seen[wrong]?.seq} as number ${wrong + 1}, not as in the log`];
  return hasSeenAll(follower, session)
    ? []
    : [`a ${scope} follower saw ${seen.length} of ${log.length} events`];
}

function lost({ acknowledged, log }: SessionHistory): string[] {
  const kept = new Set(log.map(({ seq }) => seq));
  return acknowledged.filter((seq) => !kept.has(seq)).map((seq) => `committed event ${seq} is gone`);
}

function lateArrivals(
  { open, pauses, arrivals }: SocketHistory,
  deadlineMs: number,
  untilMs: number,
): string[] {
  const openToMs = Math.min(open.toMs, untilMs);
  const darkMs = deadlineMs + DARK_WITHIN_MS;
  const excuses = pauses.filter(({ fromMs }) => fromMs < darkMs);
  const isLate = (atMs: number) =>
    atMs > darkMs && !excuses.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs + WAKE_MS);
  return [
    ...arrivals
      .filter(({ atMs }) => isLate(atMs))
      .map(({ type, atMs }) => `${type} arrived ${atMs - deadlineMs} ms after the deadline`),
    ...(isLate(openToMs) ? [`a socket was open until ${openToMs - deadlineMs} ms after the deadline`] : []),
  ];
}

function acceptedAfter({ commands }: SocketHistory, revokeAnsweredAtMs = Infinity): string[] {
  return commands
    .filter(({ sentAtMs, isAnswered }) => isAnswered && sentAtMs > revokeAnsweredAtMs)
    .map(
      ({ sentAtMs }) => `a command sent ${sentAtMs - revokeAnsweredAtMs} ms after the revoke was accepted`,
    );
}
