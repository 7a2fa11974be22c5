import * as z from 'zod';
import { variable, type Values } from './area.js';
import { wholeNumber } from './schemas.js';

const TEN_YEARS_HOURS = 10 * 366 * 24;
const LARGEST_BYTES = Number.MAX_SAFE_INTEGER;

export const recordingVariables = {
  RECORDING: variable(
    z.enum(['off', 'customer', 'always']),
    'recording of what desktops show: off, customer (who may switch it on), always (every session, and it says so)',
    'customer',
  ),
  RECORDING_RETENTION_HOURS: variable(
    wholeNumber(0, TEN_YEARS_HOURS),
    "how long after its session's end a recording is kept; its customer can delete it at any time",
    '24',
  ),
  RECORDING_MAX_BYTES: variable(
    wholeNumber(1, LARGEST_BYTES),
    'what all recordings of one session may take; there it stops',
    '1073741824',
  ),
  RECORDING_TOTAL_BYTES: variable(
    wholeNumber(1, LARGEST_BYTES),
    'what all recordings together may take; new ones stop there',
    '10737418240',
  ),
};

/** Whether, how much and for how long the picture of desktops is kept. */
export function recordingConfig(env: Values<typeof recordingVariables>) {
  return {
    mode: env.RECORDING,
    retentionHours: env.RECORDING_RETENTION_HOURS,
    maxBytes: env.RECORDING_MAX_BYTES,
    totalBytes: env.RECORDING_TOTAL_BYTES,
  };
}
