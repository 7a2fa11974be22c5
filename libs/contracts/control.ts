import * as z from 'zod';
import { Timestamp, ViewerId } from './scalars.js';

/** Who may act on a desktop: a person through one of their windows, or the agent. */
export const ControllerKind = z.enum(['user', 'agent']);
export type ControllerKind = z.infer<typeof ControllerKind>;

/**
 * Who controls the session's desktop. `holder` is a window's `ViewerId` for a user; both are null while nobody holds it.
 * `epoch` grows by one with every change and is 0 before the first; input under an older one reaches no desktop.
 * `present`: the holder's window is connected. While it is not, the first input of another window takes control.
 * `request` is the last one who asked and was not answered yet.
 */
export const ControlLease = z.object({
  holderKind: ControllerKind.nullable(),
  holder: z.string().nullable(),
  epoch: z.int().min(0),
  since: Timestamp.nullable(),
  present: z.boolean(),
  request: z.object({ requesterKind: ControllerKind, requester: z.string(), at: Timestamp }).nullable(),
});
export type ControlLease = z.infer<typeof ControlLease>;

/** The window that acts. Left out, it is the one window of a sign-in that names none. */
const viewer = ViewerId.optional();

/**
 * POST /api/sessions/:id/control, answered with the `ControlLease` as it is then.
 *
 * - `request` asks the holder; what nobody present holds is taken at once
 * - `take` takes control, whoever holds it
 * - `give` hands it to the window `to`, else to who asked; with neither it lets go. The holder's alone: NOT_IN_CONTROL
 * - `release` lets go, or takes a request back; without either nothing changes
 */
export const ControlBody = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('request'), viewer }),
  z.strictObject({ action: z.literal('take'), viewer }),
  z.strictObject({ action: z.literal('give'), viewer, to: ViewerId.optional() }),
  z.strictObject({ action: z.literal('release'), viewer }),
]);
export type ControlBody = z.infer<typeof ControlBody>;
export type ControlAction = ControlBody['action'];
