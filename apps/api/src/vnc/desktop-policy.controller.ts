import { Controller, Get } from '@nestjs/common';
import type { DesktopPolicy } from '#contracts';
import { Open } from '../auth/index.js';
import { AppConfig } from '../config/app-config.js';
import { Desktops } from '../desktops/desktops.js';

/** What the relay lets pass, so that the portal offers nothing that would be dropped. Open: guests have viewers too. */
@Open()
@Controller('api/desktop-policy')
export class DesktopPolicyController {
  constructor(
    private readonly config: AppConfig,
    private readonly desktops: Desktops,
  ) {}

  @Get()
  look(): DesktopPolicy {
    return { clipboard: this.config.desktops.clipboard, sound: this.desktops.haveSound };
  }
}
