import * as z from 'zod';
import { FilesWay } from '#contracts';
import { variable, type Values } from './area.js';
import { wholeNumber } from './schemas.js';

export const filesVariables = {
  FILES: variable(
    FilesWay,
    'which way files go between the portal and desktops: both, up (to the desktop), down, none',
    'both',
  ),
  FILES_MAX_MB: variable(wholeNumber(1, 1_024), 'the largest file that can be uploaded, in MiB', '200'),
  FILES_KEPT_HOURS: variable(
    wholeNumber(0, 720),
    'how long an archive of the files is kept after a session for a customer who asked for one; 0 keeps none',
    '24',
  ),
  FILES_KEPT_MAX_MB: variable(
    wholeNumber(1, 10_240),
    'the most that such an archive takes in, in MiB',
    '500',
  ),
};

export function filesConfig(env: Values<typeof filesVariables>) {
  return {
    way: env.FILES satisfies z.infer<typeof FilesWay>,
    maxBytes: env.FILES_MAX_MB * 1024 ** 2,
    keptHours: env.FILES_KEPT_HOURS,
    keptBytes: env.FILES_KEPT_MAX_MB * 1024 ** 2,
  };
}
