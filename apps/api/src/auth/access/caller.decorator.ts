import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AccountId, LoginId, Role } from '#contracts';

/** Who calls, as the database knew it when the request came in. */
export interface CallerIdentity {
  accountId: AccountId;
  loginId: LoginId;
  role: Role;
  email: string;
}

/** A request the access guard has let pass; open routes have no caller. */
export type AdmittedRequest = IncomingMessage & { caller?: CallerIdentity };

/** The caller of a route that is `@SignedIn()` or has `@Roles(…)`. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): CallerIdentity => {
  const { caller } = context.switchToHttp().getRequest<AdmittedRequest>();
  if (!caller) throw new Error('@Caller() stands on a route that needs no sign-in');
  return caller;
});
