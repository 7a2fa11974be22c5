import type { Admission } from '../gateway/socket-endpoint.js';

/** Somebody who was let in to see the desktop of a session. */
export type DesktopAdmission = Admission & Required<Pick<Admission, 'sessionId'>>;

export function ofSession(admission: Admission): DesktopAdmission {
  const { sessionId } = admission;
  if (sessionId === undefined) throw new Error('a desktop token without a session was admitted');
  return { ...admission, sessionId };
}

/** The window that watches; who named none is known by the connection alone. */
export function windowOf(admission: DesktopAdmission): string {
  return ('viewer' in admission && admission.viewer) || admission.connectionId;
}
