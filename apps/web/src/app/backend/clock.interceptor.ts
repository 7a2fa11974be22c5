import { type HttpInterceptorFn, HttpResponse } from '@angular/common/http';
import { inject } from '@angular/core';
import { tap } from 'rxjs';
import { ServerClock } from './server-clock.js';

/**
 * Every answer carries the server's time in its Date header. It is cut to the second, so it only ever lags behind the
 * exact `now` of other answers, and the clock prefers those.
 */
export const clockInterceptor: HttpInterceptorFn = (request, next) => {
  const clock = inject(ServerClock);
  return next(request).pipe(
    tap((event) => {
      const date = event instanceof HttpResponse ? event.headers.get('Date') : null;
      if (date) clock.sync(date);
    }),
  );
};
