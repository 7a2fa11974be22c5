import type { ServerResponse } from 'node:http';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { PinoLogger } from 'nestjs-pino';
import { AppError } from '../../kernel/app-error.js';
import { Access } from './access.decorators.js';
import type { AdmittedRequest } from './caller.decorator.js';
import { Callers } from './callers.js';

/**
 * Stands before every HTTP route and is closed by default: a route without a rule is refused. Messages of sockets pass,
 * because a socket was admitted by a connection token before it could send any.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly callers: Callers,
    private readonly log: PinoLogger,
  ) {
    log.setContext(AccessGuard.name);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const rule = this.reflector.getAllAndOverride(Access, [context.getHandler(), context.getClass()]);
    if (!rule) {
      this.log.error({ handler: context.getHandler().name }, 'route without an access rule');
      throw new AppError('FORBIDDEN');
    }
    if (rule.kind === 'open') return true;

    const http = context.switchToHttp();
    const request = http.getRequest<AdmittedRequest>();
    const caller = await this.callers.identify(request.headers.authorization);
    if (!caller) {
      http.getResponse<ServerResponse>().setHeader('WWW-Authenticate', 'Bearer');
      throw new AppError('UNAUTHENTICATED');
    }
    if (rule.kind === 'roles' && !rule.roles.includes(caller.role)) throw new AppError('FORBIDDEN');
    request.caller = caller;
    return true;
  }
}
