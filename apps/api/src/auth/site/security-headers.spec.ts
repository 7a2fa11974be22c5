import { expect, it } from '@jest/globals';
import { resolveSecurityHeaders } from '@nestjs/core/security/security-headers.js';
import { securityHeaders } from './security-headers.js';

it('insists on https, and on wss, exactly where the portal is served by https', () => {
  const https = new Map(resolveSecurityHeaders(securityHeaders('https://app.example.com')).headers);
  expect(https.get('Strict-Transport-Security')).toBe('max-age=31536000');
  expect(https.get('Content-Security-Policy')).toContain("connect-src 'self' wss://app.example.com;");
  expect(https.get('Content-Security-Policy')).toMatch(/;upgrade-insecure-requests$/);

  const http = new Map(resolveSecurityHeaders(securityHeaders('http://localhost:3000')).headers);
  expect(http.has('Strict-Transport-Security')).toBe(false);
  expect(http.get('Content-Security-Policy')).not.toContain('upgrade-insecure-requests');
});
