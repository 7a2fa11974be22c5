import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** OpenAPI of every route, as a page at /api/docs and as JSON at /api/docs-json. */
export function serveOpenApi(app: NestExpressApplication): void {
  const description = new DocumentBuilder()
    .setTitle('OneDollarAgent')
    .setDescription(
      'A live browser of your own for a day and a dollar. The sockets are in docs/wire-protocol.md.',
    )
    .addBearerAuth()
    .build();
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, description), {
    jsonDocumentUrl: 'api/docs-json',
    customSiteTitle: 'API · OneDollarAgent',
  });
}
