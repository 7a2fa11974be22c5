import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { secretFile } from '../secret-file.js';

const SECRET_BYTES = 48;

/**
 * The secrets of JWT_SECRET: the first signs, all verify, so that one can be rolled without signing anybody out. Without
 * any, one is made once and kept in the data folder (never in production: the configuration refuses that).
 */
@Injectable()
export class SigningSecrets {
  readonly current: string;
  readonly all: readonly string[];

  constructor({ auth, server }: AppConfig) {
    const [first, ...older] = auth.jwtSecrets;
    this.current =
      first ??
      secretFile(path.join(server.dataDir, 'jwt-secret'), () =>
        randomBytes(SECRET_BYTES).toString('base64url'),
      );
    this.all = [this.current, ...older];
  }
}
