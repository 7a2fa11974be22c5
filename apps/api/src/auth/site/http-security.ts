import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request } from 'express';
import type { AppConfig } from '../../config/app-config.js';
import { parseBodies, STRIPE_WEBHOOK_PATH } from './bodies.js';
import { nameCrossSiteRefusal, hostMiddleware, identifyRequest, keepOutOfCaches } from './middleware.js';
import { securityHeaders } from './security-headers.js';
import { sitePolicy, type SitePolicy } from './site-policy.js';

/**
 * Everything that stands before the router, in this order: an id, headers, no requests from other sites, only our own
 * names as Host, nothing of the api in caches, bodies that are JSON. There is no CORS: no other origin reads answers.
 * The application is created with `bodyParser: false`.
 */
export function configureHttpSecurity(app: NestExpressApplication, config: AppConfig): void {
  const policy = sitePolicy(config);
  app.use(identifyRequest);
  app.useSecurityHeaders(securityHeaders(config.server.publicUrl));
  app.enableCsrfProtection({ exclude: (request: Request) => isExempt(request, policy) });
  app.use(nameCrossSiteRefusal);
  app.use(hostMiddleware(policy, config.operations.managementToken !== undefined));
  app.use('/api', keepOutOfCaches);
  parseBodies(app);
}

/**
 * Requests that Nest would refuse as cross-site and we do not: the webhook, whose signature alone decides, and programs
 * or old browsers that send no Sec-Fetch-Site but an Origin of ours by another name of this host. What a browser itself
 * calls cross-site or same-site is never exempt, whatever its Origin.
 */
function isExempt({ path, headers }: Request, { origins }: SitePolicy): boolean {
  if (path === STRIPE_WEBHOOK_PATH) return true;
  return (
    headers['sec-fetch-site'] === undefined && headers.origin !== undefined && origins.has(headers.origin)
  );
}
