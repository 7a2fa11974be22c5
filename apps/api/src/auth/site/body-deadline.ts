import type { NextFunction, Request, Response } from 'express';
import { AppError } from '../../kernel/app-error.js';

/**
 * A body that has not arrived in time is answered 408 and its connection closed. By route, because Node's own
 * `requestTimeout` is one for all, and uploads may be slow.
 */
export function bodyDeadline(ms: number) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const timer = setTimeout(() => {
      if (request.complete || response.headersSent) return;
      response.setHeader('Connection', 'close');
      response.once('finish', () => request.destroy());
      next(new AppError('REQUEST_TIMEOUT'));
    }, ms);
    response.once('close', () => clearTimeout(timer));
    next();
  };
}

/** For bodies that may take their time: answered 408 only when nothing came for so long. */
export function bodySilence(ms: number) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const { socket } = request;
    socket.setTimeout(ms, () => {
      if (!request.complete) request.destroy(new AppError('REQUEST_TIMEOUT'));
    });
    response.once('close', () => socket.setTimeout(0));
    next();
  };
}
