import { InjectionToken } from '@angular/core';

/**
 * Leaves the portal for another page, such as the payment provider's; `replace` where coming back to this one would
 * only lead there again. A function of its own, for the tests.
 */
export const LEAVE = new InjectionToken<(url: string, way?: 'replace') => void>('leave', {
  factory: () => (url, way) => {
    if (way === 'replace') location.replace(url);
    else location.assign(url);
  },
});
