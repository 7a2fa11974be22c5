import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { ERROR_CATALOGUE } from './error-catalogue.js';
import { toAppError, toProblem } from './problem.js';

/** The last stop of every HTTP failure: logs it once, answers `application/problem+json`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: PinoLogger) {
    log.setContext(ProblemFilter.name);
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const error = toAppError(thrown);
    const { status, severity } = ERROR_CATALOGUE[error.code];
    this.log[severity](
      { code: error.code, status, ...(severity === 'error' && { err: error.cause ?? error }) },
      'request refused',
    );
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (error.retryAfterSeconds !== undefined)
      response.setHeader('Retry-After', String(error.retryAfterSeconds));
    response
      .status(status)
      .type('application/problem+json')
      .send(JSON.stringify(toProblem(error, String(request.id))));
  }
}
