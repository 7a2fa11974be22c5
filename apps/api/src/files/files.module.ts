import { Module } from '@nestjs/common';
import { DesktopsModule } from '../desktops/desktops.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { Files } from './files.js';
import { FilesController } from './files.controller.js';
import { TakeawayKeeper } from './takeaway/takeaway-keeper.js';
import { TakeawayRows } from './takeaway/takeaway-rows.js';
import { TakeawayController } from './takeaway/takeaway.controller.js';
import { Takeaways } from './takeaway/takeaways.js';

/** Files of customers in their desktops. */
@Module({
  imports: [SessionsModule, DesktopsModule],
  controllers: [FilesController, TakeawayController],
  providers: [Files, TakeawayRows, Takeaways, TakeawayKeeper],
})
export class FilesModule {}
