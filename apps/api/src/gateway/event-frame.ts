import type { ServerMessage, SessionEvent } from '#contracts';

const frames = new WeakMap<SessionEvent, Buffer>();

/** The EVENT message as it travels: made once, however many sockets it is for. */
export function eventFrame(event: SessionEvent): Buffer {
  const known = frames.get(event);
  if (known) return known;
  const frame = Buffer.from(JSON.stringify({ type: 'EVENT', ...event } satisfies ServerMessage));
  frames.set(event, frame);
  return frame;
}
