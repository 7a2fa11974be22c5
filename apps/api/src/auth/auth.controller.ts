import type { IncomingMessage, ServerResponse } from 'node:http';
import { Body, Controller, Cookies, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import {
  ChangePasswordBody,
  LoginBody,
  RegisterBody,
  type SignedIn as SignedInAnswer,
  type User,
} from '#contracts';
import { AppError } from '../kernel/app-error.js';
import { Open, SignedIn } from './access/access.decorators.js';
import { Caller, type CallerIdentity } from './access/caller.decorator.js';
import { toUser } from './accounts/account.js';
import { Accounts } from './accounts/accounts.js';
import { RateLimit } from './limits/rate-limit.decorator.js';
import { ChangePassword } from './logins/change-password.js';
import { Logins } from './logins/logins.js';
import { RefreshCookie } from './logins/refresh-cookie.js';
import { RefreshTokens } from './logins/refresh-tokens.js';
import { SignIn, type Continued } from './logins/sign-in.js';
import { ClientAddresses } from './site/client-addresses.js';

type CookieJar = Readonly<Record<string, string | undefined>>;

/** Accounts and logins. The access token travels in the answer, the refresh token in its cookie alone. */
@Controller('api/auth')
export class AuthController {
  constructor(
    private readonly signIn: SignIn,
    private readonly logins: Logins,
    private readonly refreshTokens: RefreshTokens,
    private readonly cookie: RefreshCookie,
    private readonly accounts: Accounts,
    private readonly passwords: ChangePassword,
    private readonly addresses: ClientAddresses,
  ) {}

  @Open()
  @RateLimit('register')
  @Post('register')
  async register(
    @Body({ schema: RegisterBody }) body: RegisterBody,
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<SignedInAnswer> {
    return this.answer(response, await this.signIn.register(body, this.addresses.of(request)));
  }

  @Open()
  @RateLimit('login')
  @Post('login')
  @HttpCode(200)
  async login(
    @Body({ schema: LoginBody }) body: LoginBody,
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<SignedInAnswer> {
    return this.answer(response, await this.signIn.login(body, this.addresses.of(request)));
  }

  /** The cookie is the credential. A refused one is taken out of the browser. */
  @Open()
  @RateLimit('refresh')
  @Post('refresh')
  @HttpCode(200)
  async refresh(
    @Cookies() cookies: CookieJar,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<SignedInAnswer> {
    try {
      return this.answer(response, await this.signIn.refresh(this.cookie.read(cookies)));
    } catch (error) {
      if (error instanceof AppError) this.cookie.clear(response);
      throw error;
    }
  }

  /** Ends the login of the cookie, whether or not it is the newest of its chain. Without one there is nothing to end. */
  @Open()
  @RateLimit('refresh')
  @Post('logout')
  @HttpCode(204)
  async logout(
    @Cookies() cookies: CookieJar,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<void> {
    const token = this.cookie.read(cookies);
    const loginId = token === undefined ? undefined : await this.refreshTokens.loginOf(token);
    if (loginId) await this.logins.end(loginId, 'logged_out');
    this.cookie.clear(response);
  }

  @SignedIn()
  @RateLimit('password')
  @Post('password')
  @HttpCode(204)
  async changePassword(
    @Caller() caller: CallerIdentity,
    @Body({ schema: ChangePasswordBody }) body: ChangePasswordBody,
    @Req() request: IncomingMessage,
  ): Promise<void> {
    await this.passwords.change(caller, body, this.addresses.of(request));
  }

  @SignedIn()
  @Get('me')
  async me(@Caller() { accountId }: CallerIdentity): Promise<User> {
    const account = await this.accounts.findById(accountId);
    if (!account) throw new AppError('UNAUTHENTICATED');
    return toUser(account);
  }

  private answer(response: ServerResponse, { answer, refreshToken }: Continued): SignedInAnswer {
    this.cookie.write(response, refreshToken);
    return answer;
  }
}
