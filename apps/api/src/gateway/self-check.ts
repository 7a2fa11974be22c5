import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';

/**
 * The token by which this process knows its own health check: made at boot, never written anywhere, good for nothing
 * but being closed with 1000.
 */
@Injectable()
export class SelfCheck {
  readonly token = randomBytes(32).toString('base64url');
}
