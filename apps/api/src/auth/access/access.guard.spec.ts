import { Controller, Get, Post, type ExecutionContext } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { Reflector } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  freshEmail,
  PASSWORD,
  problemOf,
  registered,
  signedIn,
  Visitor,
} from '../../../../../test/support/accounts.js';
import { startAuthApp, type AuthApp } from '../../../../../test/support/auth-app.js';
import { TestDatabase } from '../../../../../test/support/database.js';
import { silentLog } from '../../../../../test/support/fakes.js';
import { Open, Roles, SignedIn } from './access.decorators.js';
import { AccessGuard } from './access.guard.js';
import { Caller, type CallerIdentity } from './caller.decorator.js';
import { Callers } from './callers.js';

@Roles('admin')
@Controller('api/rooms')
class RoomsController {
  @Get('inherited')
  inherited(@Caller() { role, email }: CallerIdentity) {
    return { role, email };
  }

  @Open()
  @Get('open')
  open() {
    return {};
  }

  @SignedIn()
  @Get('signed-in')
  signedIn() {
    return {};
  }
}

@Controller('api/forgotten')
class ForgottenController {
  @Get()
  silent() {
    return {};
  }

  @SignedIn()
  @Post()
  loud() {
    return {};
  }
}

let database: TestDatabase;
let auth: AuthApp;
let admin: Visitor;
let customer: Visitor;
beforeAll(async () => {
  database = await TestDatabase.create();
  auth = await startAuthApp(database.url, { ADMIN_PASSWORD: PASSWORD }, { controllers: [RoomsController] });
  admin = await signedIn(auth.url, 'admin@localhost');
  customer = await registered(auth.url);
});
afterAll(async () => {
  await auth?.close();
  await database?.stop();
});

describe('a route without an access rule', () => {
  it('stops the boot, which names it', async () => {
    await expect(startAuthApp(database.url, {}, { controllers: [ForgottenController] })).rejects.toThrow(
      'no @Open(), @SignedIn() or @Roles() on: GET ForgottenController.silent',
    );
  });

  it('is refused to everybody, should it ever be reached', async () => {
    const nobody = { identify: () => Promise.resolve(undefined) } as unknown as Callers;
    const guard = new AccessGuard(new Reflector(), nobody, silentLog);
    const context = new ExecutionContextHost(
      [{}, {}],
      ForgottenController,
      ForgottenController.prototype.silent,
    );
    await expect(guard.canActivate(context as ExecutionContext)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('the access guard', () => {
  const status = async (visitor: Visitor, route: string) =>
    (await visitor.send('GET', `/api/rooms/${route}`)).status;

  it('asks for a sign-in first, then for the role', async () => {
    const response = await new Visitor(auth.url).send('GET', '/api/rooms/inherited');
    expect(await problemOf(response)).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
    const forbidden = await customer.send('GET', '/api/rooms/inherited');
    expect(await problemOf(forbidden)).toEqual({ status: 403, code: 'FORBIDDEN' });
  });

  it('lets the rule of a route win over that of its controller', async () => {
    expect(await status(new Visitor(auth.url), 'open')).toBe(200);
    expect(await status(new Visitor(auth.url), 'signed-in')).toBe(401);
    expect(await status(customer, 'signed-in')).toBe(200);
  });

  it('lets an admin pass and tells the route who calls', async () => {
    const response = await admin.send('GET', '/api/rooms/inherited');
    expect(await response.json()).toEqual({ role: 'admin', email: 'admin@localhost' });
  });

  it('goes by the role of this moment, not by that of the sign-in', async () => {
    const email = freshEmail();
    const promoted = await registered(auth.url, email);
    await database.query("UPDATE accounts SET role = 'admin' WHERE email = $1", [email]);
    expect(await status(promoted, 'inherited')).toBe(200);
    await database.query("UPDATE accounts SET role = 'customer' WHERE email = $1", [email]);
    expect(await status(promoted, 'inherited')).toBe(403);
  });
});
