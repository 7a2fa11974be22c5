import { provideHttpClient, withInterceptors, withXhr } from '@angular/common/http';
import { type ApplicationConfig, provideBrowserGlobalErrorListeners } from '@angular/core';
import { MAT_TOOLTIP_DEFAULT_OPTIONS } from '@angular/material/tooltip';
import {
  provideRouter,
  TitleStrategy,
  withComponentInputBinding,
  withInMemoryScrolling,
} from '@angular/router';
import { accessInterceptor } from '../backend/access.interceptor.js';
import { clockInterceptor } from '../backend/clock.interceptor.js';
import { problemInterceptor } from '../backend/problem.interceptor.js';
import { appRoutes } from './app.routes.js';
import { PageTitle } from './page-title.js';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(
      appRoutes,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
    ),
    // the fetch backend cannot tell how far an upload has come
    provideHttpClient(withXhr(), withInterceptors([accessInterceptor, clockInterceptor, problemInterceptor])),
    { provide: TitleStrategy, useClass: PageTitle },
    {
      provide: MAT_TOOLTIP_DEFAULT_OPTIONS,
      useValue: { showDelay: 500, hideDelay: 0, touchendHideDelay: 800 },
    },
  ],
};
