import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { PinoLogger } from 'nestjs-pino';
import { AppConfig } from '../../config/app-config.js';
import { REFRESH_TOKEN_SECONDS } from './refresh-tokens.js';

/** Names that browsers trust without https. */
const KEEPS_SECURE_COOKIES = /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Where the refresh token lives in a browser. `__Host-` means: set by this host itself over https (browsers take
 * http://localhost for safe), for all of it, never by a sibling domain. Cookies ignore ports, so the name holds a short
 * hash of PUBLIC_URL: two instances on one host do not sign each other out.
 */
@Injectable()
export class RefreshCookie {
  readonly name: string;
  private readonly attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const;

  constructor(
    private readonly host: HttpAdapterHost,
    { server }: AppConfig,
    log: PinoLogger,
  ) {
    log.setContext(RefreshCookie.name);
    const { protocol, hostname } = new URL(server.publicUrl);
    if (protocol !== 'https:' && !KEEPS_SECURE_COOKIES.test(hostname)) {
      log.warn('over plain http browsers keep no sign-in past a reload: use https or localhost');
    }
    const instance = createHash('sha256').update(server.publicUrl).digest('hex').slice(0, 8);
    this.name = `__Host-oda-${instance}`;
  }

  read(cookies: Readonly<Record<string, string | undefined>>): string | undefined {
    return cookies[this.name];
  }

  write(response: ServerResponse, token: string): void {
    this.host.httpAdapter.setCookie(response, this.name, token, {
      ...this.attributes,
      maxAge: REFRESH_TOKEN_SECONDS,
    });
  }

  clear(response: ServerResponse): void {
    this.host.httpAdapter.setCookie(response, this.name, '', { ...this.attributes, maxAge: 0 });
  }
}
