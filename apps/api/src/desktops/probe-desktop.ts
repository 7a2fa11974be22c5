import { desktopHandshake } from '#rfb';
import { connectDesktop } from './connect-desktop.js';
import type { DesktopEndpoint } from './desktop-endpoint.js';

const ANSWER_WITHIN_MS = 3_000;

/**
 * A whole RFB handshake: an accepted connection alone proves nothing (a frozen desktop accepts, and then is silent).
 * @throws Error when the desktop does not complete it in time
 */
export async function probeDesktop(endpoint: DesktopEndpoint, withinMs = ANSWER_WITHIN_MS): Promise<void> {
  const socket = await connectDesktop(endpoint);
  const late = setTimeout(() => socket.destroy(new Error('the desktop is silent')), withinMs);
  try {
    const password = endpoint.kind === 'tcp' ? endpoint.password : undefined;
    const handshake = desktopHandshake(password === undefined ? {} : { password });
    for await (const chunk of socket) {
      const progress = handshake.receive(chunk as Buffer);
      for (const bytes of progress.send) socket.write(bytes);
      if (progress.status === 'failed') throw new Error(progress.reason);
      if (progress.status === 'done') return;
    }
    throw new Error('the desktop hung up');
  } finally {
    clearTimeout(late);
    socket.destroy();
  }
}
