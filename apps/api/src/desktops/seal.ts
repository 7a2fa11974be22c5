import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { AppConfig } from '../config/app-config.js';
import { DesktopDriver } from './desktop-driver.js';
import { unallowed, type Protection } from './protections.js';

/** The boot stops here in production: a desktop would be less sealed than its operator knows. */
export class WeakerThanAllowed extends Error {
  constructor(readonly missing: readonly Protection[]) {
    super(
      [
        'Desktops would be sealed less than they must be in production:',
        ...missing.map(({ name, how }) => `  ${name}: ${how}`),
        'Mend it, or name what you go without in DESKTOP_ALLOW_WEAKER.',
      ].join('\n'),
    );
  }
}

/** Which protections of desktops are in force here: found once, said once, and shown to operators. */
@Injectable()
export class Seal implements OnModuleInit {
  private found: readonly Protection[] = [];

  constructor(
    private readonly config: AppConfig,
    private readonly driver: DesktopDriver,
    private readonly log: PinoLogger,
  ) {
    log.setContext(Seal.name);
  }

  /** @throws WeakerThanAllowed in production, on a node that starts desktops */
  async onModuleInit(): Promise<void> {
    const { server, desktops } = this.config;
    if (server.role === 'api') return;
    this.found = await this.driver.protections();
    if (this.found.length === 0) return; // somebody else's machine
    const missing = unallowed(this.found, desktops.allowWeaker);
    this.log[missing.length === 0 ? 'info' : 'warn'](
      { protections: this.byName() },
      'what seals a desktop here',
    );
    if (server.production && missing.length > 0) throw new WeakerThanAllowed(missing);
  }

  /** What makes each, or why it is missing. */
  byName(): Record<string, string> {
    return Object.fromEntries(
      this.found.map(({ name, inForce, how }) => [name, inForce ? how : `MISSING: ${how}`]),
    );
  }
}
