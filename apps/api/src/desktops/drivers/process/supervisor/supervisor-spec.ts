import type { EgressCaps } from './gate/egress-meter.js';
import type { ClipboardWay, Geometry } from './init/programs.js';
import type { SandboxCgroup } from './sandbox-cgroup.js';

/** What a supervisor is told once, in `desktop.json`, by the api that starts it. Holds no secret. */
export interface SupervisorSpec {
  desktopId: string;
  /** Who makes the sandbox: the supervisor itself, or a container engine that somebody else talks to. */
  sandbox?: 'bubblewrap' | 'container';
  /** The Node binary as the desktop's uid can reach it. */
  node: string;
  geometry: Geometry;
  startUrl: string;
  clipboard: ClipboardWay;
  /** With it the desktop has sound: `codec` is the folder of the package that encodes it. */
  sound?: { codec: string };
  cgroup: SandboxCgroup;
  /** The most that the desktop may take, its files included. */
  memoryBytes: number;
  pids: number;
  /** Nothing of the kernel bounds the memory of all its processes together: the supervisor looks after it. */
  watchesMemory?: boolean;
  egress: {
    /** Entries of `EGRESS_ALLOW`. */
    allow: string[];
    ports: number[];
    ownEndpoints: { host: string; port: number }[];
    /** Names of ours whose addresses are closed on every port. */
    ownHosts: string[];
    /** Entries of `EGRESS_DENY` and of `EGRESS_ONLY`. */
    deny: string[];
    only: string[];
    caps: EgressCaps;
    loopbackCanBeAllowed: boolean;
  };
}
