import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { DesktopsModule } from '../desktops/desktops.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { RecorderStart } from './recorder/recorder-start.js';
import { Recorders } from './recorder/recorders.js';
import { RecordingLeases } from './recorder/recording-leases.js';
import { RecordingStops } from './recorder/recording-stops.js';
import { RecordingCatalogue } from './recording-catalogue.js';
import { RecordingUpkeep } from './recording-upkeep.js';
import { RecordingViews } from './recording-views.js';
import { RecordingsController } from './recordings.controller.js';
import { Recordings } from './recordings.js';
import { SessionRecordingsController } from './session-recordings.controller.js';
import { RecordingFiles } from './store/recording-files.js';
import { SegmentRepair } from './store/segment-repair.js';
import { Segments } from './store/segments.js';

/** What desktops showed: recorded, kept for a while, played, deleted. */
@Module({
  imports: [AuthModule, SessionsModule, DesktopsModule],
  controllers: [SessionRecordingsController, RecordingsController],
  providers: [
    Recordings,
    RecordingCatalogue,
    RecordingUpkeep,
    RecordingViews,
    RecordingFiles,
    Segments,
    SegmentRepair,
    RecordingLeases,
    RecordingStops,
    RecorderStart,
    Recorders,
  ],
})
export class RecordingsModule {}
