import { Module } from '@nestjs/common';
import { DesktopsModule } from '../desktops/desktops.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { Files } from './files.js';
import { FilesController } from './files.controller.js';

/** Files of customers in their desktops. */
@Module({
  imports: [SessionsModule, DesktopsModule],
  controllers: [FilesController],
  providers: [Files],
})
export class FilesModule {}
