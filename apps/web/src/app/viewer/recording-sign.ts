import { Component } from '@angular/core';

/** Says to whoever sees a desktop that it is being recorded; where there is little room (--sign: short), in three letters. */
@Component({
  selector: 'oda-recording-sign',
  template: `<span class="dot"></span><span>Rec<span class="rest">ording</span></span>`,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      color: var(--danger);
      font-weight: 600;
      white-space: nowrap;
    }
    .dot {
      width: 10px;
      height: 10px;
      border-radius: 50%;
      background: var(--danger);
    }
    @container style(--sign: short) {
      .rest {
        display: none;
      }
    }
    @media (prefers-reduced-motion: no-preference) {
      .dot {
        animation: breathe 2s ease-in-out infinite;
      }
    }
    @keyframes breathe {
      50% {
        opacity: 0.35;
      }
    }
  `,
  host: { role: 'status' },
})
export class RecordingSign {}
