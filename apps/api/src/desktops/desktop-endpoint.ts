/** Where a desktop is to be found, as its row keeps it: known before it starts, and no secret in it. */
export type DesktopPlace =
  | { kind: 'unix'; path: string }
  | { kind: 'tcp'; host: string; port: number }
  | { kind: 'pod'; namespace: string; name: string };

/**
 * What to dial for a desktop's RFB. Always made by a driver, never derived from anything a client sent (case V7).
 * `password` is the VNC password of a `remote` server, `key` that of a desktop's door: they exist in memory only, never
 * in a row, a log or a frame.
 */
export type DesktopEndpoint =
  | { kind: 'unix'; path: string }
  | { kind: 'tcp'; host: string; port: number; password?: string }
  | { kind: 'door'; host: string; port: number; key: Buffer };

/**
 * What a relay needs to reach the desktop of a session: `host` names the machine a `unix` path is valid on,
 * `generation` grows by one each time the session's desktop is replaced.
 */
export interface SessionDesktop {
  generation: number;
  host: string;
  endpoint: DesktopEndpoint;
}
