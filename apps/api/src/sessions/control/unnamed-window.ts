import { ViewerId } from '#contracts';
import type { CallerIdentity } from '../../auth/index.js';

/** Clients that name no window, over all the sockets of their sign-in, are one: they need not know that windows exist. */
export function unnamedWindow({ loginId }: Pick<CallerIdentity, 'loginId'>): ViewerId {
  return ViewerId.parse(loginId);
}
