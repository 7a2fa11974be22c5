import type { ServerMessage, SessionEvent } from '#contracts';
import { textFrame } from './text-frame.js';

const frames = new WeakMap<SessionEvent, Buffer>();

/** The EVENT message as it travels: made once, however many sockets it is for. */
export function eventFrame(event: SessionEvent): Buffer {
  const known = frames.get(event);
  if (known) return known;
  const frame = textFrame({ type: 'EVENT', ...event } satisfies ServerMessage);
  frames.set(event, frame);
  return frame;
}
