/**
 * Where a desktop answers RFB. Always made by a driver, never derived from anything a client sent (case V7).
 * `password` is the VNC password of a `remote` server: it exists in memory only, never in a row, a log or a frame.
 */
export type DesktopEndpoint =
  { kind: 'unix'; path: string } | { kind: 'tcp'; host: string; port: number; password?: string };

/**
 * What a relay needs to reach the desktop of a session: `host` names the machine a `unix` path is valid on,
 * `generation` grows by one each time the session's desktop is replaced.
 */
export interface SessionDesktop {
  generation: number;
  host: string;
  endpoint: DesktopEndpoint;
}
