import { Reflector } from '@nestjs/core';
import type { Role } from '#contracts';

/** Who may call a route. */
export type AccessRule =
  { kind: 'open' } | { kind: 'signed_in' } | { kind: 'roles'; roles: readonly [Role, ...Role[]] };

/** The rule a route or its controller carries; the route's own wins. Written by the three decorators below only. */
export const Access = Reflector.createDecorator<AccessRule>();

/** Anybody, signed in or not: the route does without a caller. */
export const Open = () => Access({ kind: 'open' });

/** Anybody who is signed in, whatever the role. */
export const SignedIn = () => Access({ kind: 'signed_in' });

/** Those who are signed in with one of these roles. */
export const Roles = (...roles: [Role, ...Role[]]) => Access({ kind: 'roles', roles });
