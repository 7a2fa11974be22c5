import type { ServerMessage } from '#contracts';

/** All times are milliseconds since 1970 on the machine that runs product, database and followers alike. */
export interface Span {
  readonly fromMs: number;
  /** Infinity while it lasts. */
  toMs: number;
}

/** An event without its time: what has to be the same in the log and at everybody who followed it. */
export interface Entry {
  readonly seq: number;
  readonly name: string;
  readonly data: unknown;
}

export interface Command {
  readonly sentAtMs: number;
  isAnswered: boolean;
}

/** One socket of a follower, from the outside. */
export interface SocketHistory {
  readonly open: Span;
  /** When its reader slept: what arrived meanwhile, the kernel held. */
  readonly pauses: Span[];
  readonly arrivals: { readonly atMs: number; readonly type: ServerMessage['type'] }[];
  readonly commands: Command[];
}

export interface FollowerHistory {
  /** A socket of the session ends with it; one of the login stays and may read an ended session's log. */
  readonly scope: 'session' | 'login';
  readonly sessionId: string;
  readonly seen: Entry[];
  readonly sockets: SocketHistory[];
}

export interface SessionHistory {
  readonly id: string;
  readonly deadlineMs: number;
  revokeAnsweredAtMs?: number;
  /** Numbers whose writers were told that they are committed. */
  readonly acknowledged: number[];
  /** What the table holds when all is over. */
  log: Entry[];
}

export interface History {
  /** Nothing later was looked at: what was open then is not known to have closed. */
  readonly untilMs: number;
  readonly sessions: SessionHistory[];
  readonly followers: FollowerHistory[];
}
