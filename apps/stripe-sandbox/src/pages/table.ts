import { html, type Html } from './html.js';

export function table(columns: string[], rows: Html[]): Html {
  return html`<div class="table">
    <table>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** A form of one button, and of what else it sends. */
export function action(to: string, label: string, fields: Record<string, string> = {}): Html {
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return html`<form method="post" action="${to}">
    ${hidden}<button class="small" type="submit">${label}</button>
  </form>`;
}
