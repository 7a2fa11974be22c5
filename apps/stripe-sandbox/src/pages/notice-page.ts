import { html } from './html.js';
import { page } from './layout.js';

/** A page that says one thing and offers one way on. */
export function noticePage(title: string, text: string, way?: { label: string; href: string }): string {
  return page(
    title,
    html`<main class="notice">
      <h2>${title}</h2>
      <p>${text}</p>
      ${way && html`<a class="button" href="${way.href}">${way.label}</a>`}
    </main>`,
  );
}
