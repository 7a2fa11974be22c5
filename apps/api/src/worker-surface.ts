import type { NextFunction, Request, Response } from 'express';
import { AppError } from './kernel/app-error.js';

/** A process with ROLE=worker listens for its probes and metrics alone: everything else is served by an api. */
export function probesOnly({ path }: Request, _response: Response, next: NextFunction): void {
  const isProbe = path === '/metrics' || path === '/health' || path.startsWith('/health/');
  next(isProbe ? undefined : new AppError('NOT_FOUND', { detail: 'This process works; it serves nothing.' }));
}
