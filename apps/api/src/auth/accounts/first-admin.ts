import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { AuditTrail } from '../../audit/audit-trail.js';
import { AppConfig } from '../../config/app-config.js';
import { secretFile } from '../secret-file.js';
import { Accounts } from './accounts.js';
import { PasswordHashes } from './password-hashes.js';

const PASSWORD_BYTES = 18;

/** Creates the first admin at boot when there is no account with ADMIN_EMAIL. An account that exists is left alone. */
@Injectable()
export class FirstAdmin implements OnApplicationBootstrap {
  constructor(
    private readonly config: AppConfig,
    private readonly accounts: Accounts,
    private readonly hashes: PasswordHashes,
    private readonly dataSource: DataSource,
    private readonly audit: AuditTrail,
    private readonly log: PinoLogger,
  ) {
    log.setContext(FirstAdmin.name);
  }

  async onApplicationBootstrap(): Promise<void> {
    const { adminEmail, adminPassword } = this.config.auth;
    const existing = await this.accounts.findByEmail(adminEmail);
    if (existing) {
      if (existing.role !== 'admin') this.log.warn('ADMIN_EMAIL belongs to a customer, who stays one');
      return;
    }
    const file = path.join(this.config.server.dataDir, 'admin-password');
    const passwordHash = await this.hashes.make(adminPassword ?? secretFile(file, madeUpPassword));
    if (!(await this.create(adminEmail, passwordHash))) return; // another node was first
    this.log.info(adminPassword === undefined ? { passwordFile: file } : {}, 'first admin created');
  }

  private create(email: string, passwordHash: string): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const created = await this.accounts.create(manager, { email, passwordHash, role: 'admin' });
      if (!created) return false;
      await this.audit.record({ action: 'account.created', actor: 'configuration', subject: email }, manager);
      return true;
    });
  }
}

function madeUpPassword(): string {
  return randomBytes(PASSWORD_BYTES).toString('base64url');
}
