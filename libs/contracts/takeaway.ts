import * as z from 'zod';
import { Timestamp } from './scalars.js';

const Kept = z.object({
  /** How long an archive is there after the end of its session; 0 where none are kept. */
  keptHours: z.int().min(0),
});

/**
 * GET /api/sessions/:id/takeaway, and the answer to POST, which asks for it (DELETE takes that back and deletes what there
 * is; `/archive` is the ZIP itself). `asked`: nothing was packed yet. `ready`: as of `madeAt`, made anew within 15 s of a
 * change; `availableUntil` from the session's end on. After a revocation, a refund or a dispute nothing is kept.
 */
export const Takeaway = z.discriminatedUnion('state', [
  Kept.extend({ state: z.literal('off') }),
  Kept.extend({ state: z.literal('asked') }),
  Kept.extend({
    state: z.literal('ready'),
    madeAt: Timestamp,
    files: z.int().min(0),
    bytes: z.int().min(0),
    availableUntil: Timestamp.optional(),
  }),
]);
export type Takeaway = z.infer<typeof Takeaway>;
