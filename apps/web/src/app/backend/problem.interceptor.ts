import type { HttpInterceptorFn } from '@angular/common/http';
import { catchError, throwError } from 'rxjs';
import { toBackendError } from './backend-error.js';

/** Turns every failed answer into a BackendError, so that nobody else reads problem+json. */
export const problemInterceptor: HttpInterceptorFn = (request, next) =>
  next(request).pipe(catchError((error: unknown) => throwError(() => toBackendError(error))));
