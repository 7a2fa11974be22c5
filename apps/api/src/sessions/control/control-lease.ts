import type { ControlLease, ControllerKind, ViewerId } from '#contracts';

/** Somebody who may hold control: a person through one of their windows, or the agent. */
export interface Controller {
  kind: ControllerKind;
  id: ViewerId | string;
}

/** The lease as its table has it. */
export interface LeaseRecord {
  sessionId: string;
  epoch: number;
  holderKind: ControllerKind | null;
  holder: string | null;
  since: Date | null;
  requesterKind: ControllerKind | null;
  requester: string | null;
  requestedAt: Date | null;
  /** Whether somebody holds it and is there: a window is while one of its sockets is open, an agent always. */
  present: boolean;
}

/** Of a session nobody has acted on yet. */
export function freeLease(sessionId: string): LeaseRecord {
  return {
    sessionId,
    epoch: 0,
    holderKind: null,
    holder: null,
    since: null,
    requesterKind: null,
    requester: null,
    requestedAt: null,
    present: false,
  };
}

export function isHeldBy({ holderKind, holder }: LeaseRecord, { kind, id }: Controller): boolean {
  return holderKind === kind && holder === id;
}

export function toControlLease(lease: LeaseRecord): ControlLease {
  const { epoch, holderKind, holder, since, requesterKind, requester, requestedAt, present } = lease;
  return {
    holderKind,
    holder,
    epoch,
    since: since?.toISOString() ?? null,
    present,
    request:
      requesterKind !== null && requester !== null && requestedAt !== null
        ? { requesterKind, requester, at: requestedAt.toISOString() }
        : null,
  };
}
