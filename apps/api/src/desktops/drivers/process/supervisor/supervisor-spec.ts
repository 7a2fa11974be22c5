import type { ClipboardWay, Geometry } from './init/programs.js';

/** What a supervisor is told once, in `desktop.json`, by the api that starts it. Holds no secret. */
export interface SupervisorSpec {
  desktopId: string;
  /** The Node binary as the desktop's uid can reach it. */
  node: string;
  geometry: Geometry;
  startUrl: string;
  clipboard: ClipboardWay;
  egress: {
    /** Entries of `EGRESS_ALLOW`. */
    allow: string[];
    ports: number[];
    ownEndpoints: { host: string; port: number }[];
    loopbackCanBeAllowed: boolean;
  };
}
