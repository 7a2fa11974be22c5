/** Whether the holder in row `l` is there: a window while one of its sockets is open, an agent always. */
const PRESENT = `(l.holder_kind IS NOT DISTINCT FROM 'agent' OR EXISTS (
  SELECT FROM viewers v WHERE v.session_id = l.session_id AND v.left_at IS NULL
    AND v.access = 'control' AND l.holder_kind = 'user' AND v.viewer = l.holder))`;

const COLUMNS = `l.session_id AS "sessionId", l.epoch, l.holder_kind AS "holderKind", l.holder, l.since,
  l.requester_kind AS "requesterKind", l.requester, l.requested_at AS "requestedAt", ${PRESENT} AS present`;

const NEXT_EPOCH = `epoch = l.epoch + 1, since = date_trunc('milliseconds', clock_timestamp()),
  requester_kind = NULL, requester = NULL, requested_at = NULL`;

const IS_MINE = `l.holder_kind IS NOT DISTINCT FROM $2 AND l.holder IS NOT DISTINCT FROM $3`;

export const READ_LEASES = `SELECT ${COLUMNS} FROM control_leases l WHERE l.session_id = ANY($1)`;

/**
 * The transitions of a session's lease. Each is one statement that names what must hold before and answers the lease when
 * it did, so that of two who want it at once one wins. $1 is the session, $2 and $3 are who acts: kind and id.
 */
const takeWhen = (guard: string) => `
  INSERT INTO control_leases AS l (session_id, epoch, holder_kind, holder, since)
  SELECT id, 1, $2, $3, date_trunc('milliseconds', clock_timestamp()) FROM sessions
  WHERE id = $1 AND state <> 'ended'
  ON CONFLICT (session_id) DO UPDATE SET ${NEXT_EPOCH}, holder_kind = EXCLUDED.holder_kind, holder = EXCLUDED.holder
  WHERE NOT (${IS_MINE}) AND ${guard}
  RETURNING ${COLUMNS}`;

export const TAKE = takeWhen('true');

/** Only from nobody, or from a window that is not there. */
export const TAKE_IF_FREE = takeWhen(`NOT ${PRESENT}`);

/** To $4 and $5, else to who asked, else to nobody. */
export const GIVE = `
  UPDATE control_leases l SET ${NEXT_EPOCH},
    holder_kind = coalesce($4, l.requester_kind), holder = coalesce($5, l.requester)
  WHERE l.session_id = $1 AND ${IS_MINE} RETURNING ${COLUMNS}`;

export const RELEASE = `
  UPDATE control_leases l SET ${NEXT_EPOCH}, holder_kind = NULL, holder = NULL
  WHERE l.session_id = $1 AND ${IS_MINE} RETURNING ${COLUMNS}`;

/** Asking again changes nothing; who asks last is who is answered. */
export const ASK = `
  UPDATE control_leases l SET requester_kind = $2, requester = $3,
    requested_at = date_trunc('milliseconds', clock_timestamp())
  WHERE l.session_id = $1 AND NOT (${IS_MINE}) AND ${PRESENT}
    AND NOT (l.requester_kind IS NOT DISTINCT FROM $2 AND l.requester IS NOT DISTINCT FROM $3)
  RETURNING ${COLUMNS}`;

export const TAKE_REQUEST_BACK = `
  UPDATE control_leases l SET requester_kind = NULL, requester = NULL, requested_at = NULL
  WHERE l.session_id = $1 AND l.requester_kind = $2 AND l.requester = $3 RETURNING ${COLUMNS}`;
