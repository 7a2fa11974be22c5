import type { Answer } from '../http/answer.js';
import { html, type Html } from './html.js';

/** A whole page under the banner that never goes away. */
export function page(title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/sandbox.css" />
        <script src="/assets/sandbox.js" defer></script>
      </head>
      <body>
        <p class="banner" role="note"><strong>Test page.</strong> No real money moves here.</p>
        ${content}
      </body>
    </html>`.text;
}

/**
 * `formTargets` are the origins a submitted form may end up at: browsers apply `form-action` to the redirect that
 * answers a form as well, so the shop's own origin must be among them.
 */
export function pageAnswer(status: number, text: string, formTargets: readonly string[] = []): Answer {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy.join('; '),
      // With no-referrer a browser sends `Origin: null` beside our own forms, which admission refuses.
      'Referrer-Policy': 'same-origin',
    },
    body: text,
  };
}
