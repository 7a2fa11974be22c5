import { Component } from '@angular/core';

/** The product's mark: a one on a tile. */
@Component({
  selector: 'oda-mark',
  template: `<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="8" fill="var(--accent)" />
    <g
      fill="none"
      stroke="var(--accent-ink)"
      stroke-width="2.8"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <path d="M12 12.2 16.6 9h1.6v14" />
      <path d="M12.5 23h10" />
    </g>
  </svg>`,
  styles: `
    :host {
      display: inline-flex;
      width: 26px;
      height: 26px;
    }
  `,
})
export class Mark {}
