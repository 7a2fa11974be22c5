import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccessGuard } from './access/access.guard.js';
import { AccessTokens } from './access/access-tokens.js';
import { Callers } from './access/callers.js';
import { EveryRouteHasAccess } from './access/every-route-has-access.js';
import { SigningSecrets } from './access/signing-secrets.js';
import { Accounts } from './accounts/accounts.js';
import { DisableAccount } from './accounts/disable-account.js';
import { FirstAdmin } from './accounts/first-admin.js';
import { PasswordHashes } from './accounts/password-hashes.js';
import { AuthController } from './auth.controller.js';
import { ConnectionRefusals } from './connections/connection-refusals.js';
import { ConnectionTokens } from './connections/connection-tokens.js';
import { LimitsModule } from './limits/limits.module.js';
import { LoginFailures } from './limits/login-failures.js';
import { RateLimitGuard } from './limits/rate-limit.guard.js';
import { ChangePassword } from './logins/change-password.js';
import { Logins } from './logins/logins.js';
import { RefreshCookie } from './logins/refresh-cookie.js';
import { RefreshTokens } from './logins/refresh-tokens.js';
import { SignIn } from './logins/sign-in.js';
import { ClientAddresses } from './site/client-addresses.js';
import { TokenPurge } from './token-purge.js';

/** Who is calling, and what they may open. Its two guards stand before every route of every module. */
@Module({
  imports: [DiscoveryModule, LimitsModule],
  controllers: [AuthController],
  providers: [
    // In this order: the limits count by account where there is one.
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    EveryRouteHasAccess,
    AccessTokens,
    Accounts,
    Callers,
    ChangePassword,
    ClientAddresses,
    ConnectionRefusals,
    ConnectionTokens,
    DisableAccount,
    FirstAdmin,
    LoginFailures,
    Logins,
    PasswordHashes,
    RefreshCookie,
    RefreshTokens,
    SigningSecrets,
    SignIn,
    TokenPurge,
  ],
  exports: [ClientAddresses, ConnectionRefusals, ConnectionTokens, DisableAccount],
})
export class AuthModule {}
