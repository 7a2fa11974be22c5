import type { NestExpressApplication } from '@nestjs/platform-express';
import { PinoLogger } from 'nestjs-pino';
import type { EmbeddedServer } from './database/embedded/embedded-server.js';
import { Drain } from './gateway/drain.js';

/**
 * SIGTERM and Ctrl-C: first every socket is sent home while everything still works (ready says 503 from then on), then
 * the application ends, then the database it uses, then the process. Desktops live on.
 */
export async function endOnSignal(
  app: NestExpressApplication,
  embedded: EmbeddedServer | undefined,
): Promise<void> {
  const log = await app.resolve(PinoLogger);
  let ending = false;
  const end = async (signal: NodeJS.Signals) => {
    if (ending) return;
    ending = true;
    log.info({ signal }, 'stopping');
    try {
      await app.get(Drain).run();
      await app.close();
    } catch (err) {
      log.error({ err }, 'not closed cleanly');
    }
    await embedded?.stop();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, (name) => void end(name));
  if (!embedded) return;
  embedded.onUnexpectedExit = (detail) => {
    log.fatal({ detail }, 'the embedded database ended');
    process.exit(1);
  };
}
