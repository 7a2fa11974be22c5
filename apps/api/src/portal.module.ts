import path from 'node:path';
import type { DynamicModule } from '@nestjs/common';
import { ServeStaticModule } from '@nestjs/serve-static';

/** Built by `ng build`; three folders above this file once it is compiled to dist/apps/api/src. */
const PORTAL = path.resolve(import.meta.dirname, '../../../web');

/** Hashed files never change; the page that names them is asked for each time. */
const YEAR_SECONDS = 31_536_000;

/** An address of the portal's own router. One with a dot is a file: of an older build, perhaps, and 404 when it is gone. */
const ADDRESS = /^[^.]*$/;

/** Serves the Angular portal: its files, and its page for every address the portal's own router may know. */
export function portalModule(folder = PORTAL): DynamicModule {
  return ServeStaticModule.forRoot({
    rootPath: folder,
    renderPath: ADDRESS,
    exclude: ['/api/{*rest}', '/health/{*rest}', '/health', '/metrics', '/ws', '/vnc/{*rest}'],
    serveStaticOptions: {
      setHeaders: (response: { setHeader(name: string, value: string): void }, file: string) => {
        const hashed = /-[A-Z0-9]{8}\.\w+$/.test(file);
        response.setHeader(
          'Cache-Control',
          hashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
        );
      },
    },
  });
}
