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
};

export function filesConfig(env: Values<typeof filesVariables>) {
  return { way: env.FILES satisfies z.infer<typeof FilesWay>, maxBytes: env.FILES_MAX_MB * 1024 ** 2 };
}
