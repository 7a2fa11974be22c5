import { randomBytes } from 'node:crypto';
import os from 'node:os';

/** Which process this is, among all that serve the same database. A restart is another node on the same host. */
export class NodeIdentity {
  readonly host = os.hostname();
  readonly id = `${this.host}-${randomBytes(4).toString('hex')}`;
}
