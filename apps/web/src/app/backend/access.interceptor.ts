import type { HttpInterceptorFn, HttpRequest } from '@angular/common/http';
import { inject } from '@angular/core';
import { catchError, from, switchMap, throwError } from 'rxjs';
import { Access, OPEN } from './access.js';
import { BackendError } from './backend-error.js';

/** Adds the bearer; when it is refused, renews it once and sends the request again. */
export const accessInterceptor: HttpInterceptorFn = (request, next) => {
  if (request.context.get(OPEN)) return next(request);
  const access = inject(Access);
  return from(access.bearer()).pipe(
    switchMap((token) => next(bearing(request, token))),
    catchError((error: unknown) => {
      if (!isBearerRefused(error)) return throwError(() => error);
      return from(access.renew()).pipe(
        switchMap((token) => (token ? next(bearing(request, token)) : throwError(() => error))),
      );
    }),
  );
};

/** A wrong password is a 401 as well: sending it again would only count as a second wrong one. */
function isBearerRefused(error: unknown): boolean {
  return error instanceof BackendError && error.status === 401 && error.code !== 'INVALID_CREDENTIALS';
}

function bearing(request: HttpRequest<unknown>, token: string | undefined): HttpRequest<unknown> {
  return token ? request.clone({ setHeaders: { Authorization: `Bearer ${token}` } }) : request;
}
