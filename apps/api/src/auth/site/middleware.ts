import type { NextFunction, Request, Response } from 'express';
import { AppError } from '../../kernel/app-error.js';
import { correlationId } from '../../kernel/correlation.js';
import { decideHost } from './host-policy.js';
import type { SitePolicy } from './site-policy.js';

/** Orchestrators probe by address, not by name. What these answer is no secret. */
const PROBES = new Set(['/health/live', '/health/ready']);
/** Scraped by address too; exempt only where a token guards them, or a rebinding page could read them on a laptop. */
const GUARDED_BY_TOKEN = new Set(['/health', '/metrics']);

/** Before everything, so that a refusal by any of the others carries an id too; the logger keeps the one it finds. */
export function identifyRequest(request: Request, response: Response, next: NextFunction): void {
  request.id = correlationId(request, response);
  next();
}

/** Nest's protection throws a bare 403 through the chain; nothing else before this point does. */
export function nameCrossSiteRefusal(cause: unknown, _: Request, __: Response, next: NextFunction): void {
  next(new AppError('CROSS_SITE_REQUEST', { cause }));
}

export function hostMiddleware(policy: SitePolicy, hasManagementToken: boolean) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    const isExempt = PROBES.has(request.path) || (hasManagementToken && GUARDED_BY_TOKEN.has(request.path));
    const { allowed } = isExempt ? { allowed: true } : decideHost(request.headers.host, policy);
    next(
      allowed
        ? undefined
        : new AppError('MISDIRECTED_REQUEST', { detail: 'PUBLIC_URL and ALLOWED_ORIGINS say which are.' }),
    );
  };
}

/** Answers hold tokens and what belongs to one account: no cache keeps them. */
export function keepOutOfCaches(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  next();
}
