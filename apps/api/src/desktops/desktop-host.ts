import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { NodeIdentity } from '../kernel/node-identity.js';

/**
 * Whose desktops these are: one instance (one data folder) on one machine. Two instances on a machine may share a
 * database and must not end each other's desktops.
 */
@Injectable()
export class DesktopHost {
  readonly id: string;

  constructor(node: NodeIdentity, { server }: AppConfig) {
    this.id = `${node.host}/${path.basename(server.runDir)}`;
  }
}

/** The machine of a desktop host's id: where the Unix sockets of its desktops are valid paths. */
export function machineOf(hostId: string): string {
  return hostId.slice(0, hostId.lastIndexOf('/'));
}
