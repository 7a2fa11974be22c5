import { Reflector } from '@nestjs/core';
import type { RateLimitName } from './rate-limits.js';

/** The limit of a route beside the default one of the whole api. */
export const RateLimit = Reflector.createDecorator<Exclude<RateLimitName, 'default'>>();
