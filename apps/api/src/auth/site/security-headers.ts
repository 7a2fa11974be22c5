import type { SecurityHeadersOptions } from '@nestjs/common';

const YEAR_SECONDS = 365 * 24 * 60 * 60;
const SELF = "'self'";

/**
 * Headers for the portal at `publicUrl`. Styles may be inline because Angular writes component styles into the page;
 * scripts may not. Images come from `data:` and `blob:` too, and workers from `blob:`, for noVNC. Over plain http nothing
 * tells browsers to insist on https: they would never come back to a laptop's portal.
 */
export function securityHeaders(publicUrl: string): SecurityHeadersOptions {
  const { protocol, host } = new URL(publicUrl);
  const isHttps = protocol === 'https:';
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: SELF,
        scriptSrc: SELF,
        styleSrc: [SELF, "'unsafe-inline'"],
        imgSrc: [SELF, 'data:', 'blob:'],
        fontSrc: SELF,
        connectSrc: [SELF, `${isHttps ? 'wss' : 'ws'}://${host}`],
        workerSrc: [SELF, 'blob:'],
        frameAncestors: "'none'",
        objectSrc: "'none'",
        baseUri: SELF,
        formAction: SELF,
        upgradeInsecureRequests: isHttps,
      },
    },
    strictTransportSecurity: isHttps && { maxAge: YEAR_SECONDS, includeSubDomains: false },
    xFrameOptions: { action: 'deny' },
  };
}
