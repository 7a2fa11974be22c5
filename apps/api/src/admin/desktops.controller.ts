import { Controller, Get } from '@nestjs/common';
import type { DesktopHosts } from '#contracts';
import { Roles } from '../auth/index.js';
import { HostLooks } from '../desktops/ledger/host-looks.js';
import { Clock } from '../kernel/clock.js';

/** Several admins who watch share a look: it goes through every process of the host. */
const FRESH_MS = 3_000;

/** Every desktop on every host: what must be there against what was found. */
@Roles('admin')
@Controller('api/admin/desktops')
export class DesktopsController {
  constructor(
    private readonly looks: HostLooks,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(): Promise<DesktopHosts> {
    await this.looks.publish(FRESH_MS);
    return { now: this.clock.timestamp(), items: await this.looks.all() };
  }
}
