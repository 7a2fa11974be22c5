/** What other features may use of `auth/`. */
export { Open, Roles, SignedIn } from './access/access.decorators.js';
export { Caller, type CallerIdentity } from './access/caller.decorator.js';
export { DisableAccount } from './accounts/disable-account.js';
export { AuthModule } from './auth.module.js';
export {
  ConnectionTokens,
  type ConnectionGrant,
  type ConnectionRequest,
} from './connections/connection-tokens.js';
export { ConnectionRefusals } from './connections/connection-refusals.js';
export type { ConnectionPurpose, RedeemRefusal } from './connections/why-refused.js';
export { RateLimit } from './limits/rate-limit.decorator.js';
export { hashOf, isTokenShaped, newToken } from './logins/opaque-token.js';
export { ClientAddresses } from './site/client-addresses.js';
export { decideHost } from './site/host-policy.js';
export { decideOrigin } from './site/origin-policy.js';
export { configureHttpSecurity } from './site/http-security.js';
export { sitePolicy, type SitePolicy } from './site/site-policy.js';
