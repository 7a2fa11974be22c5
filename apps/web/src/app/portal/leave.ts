import { InjectionToken } from '@angular/core';

/** Leaves the portal for another page, such as the payment provider's. A function of its own, for the tests. */
export const LEAVE = new InjectionToken<(url: string) => void>('leave', {
  factory: () => (url) => {
    location.assign(url);
  },
});
