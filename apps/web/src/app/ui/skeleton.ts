import { Component, computed, input } from '@angular/core';

/** Grey lines where content will be, so that nothing jumps when it comes. */
@Component({
  selector: 'oda-skeleton',
  template: `
    <span class="unseen">Loading</span>
    @for (width of widths(); track $index) {
      <span class="line" [style.width.%]="width" [style.height.px]="height()"></span>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 16px;
    }
    .line {
      border-radius: 6px;
      background: linear-gradient(90deg, var(--hover) 30%, var(--line) 50%, var(--hover) 70%) 0 0 / 300% 100%;
      animation: sweep 1.6s linear infinite;
    }
    @keyframes sweep {
      from {
        background-position: 100% 0;
      }
      to {
        background-position: 0 0;
      }
    }
  `,
  host: { role: 'status', 'aria-busy': 'true' },
})
export class Skeleton {
  readonly lines = input(4);
  readonly height = input(16);
  protected readonly widths = computed(() =>
    Array.from({ length: this.lines() }, (_, line) => (line % 3 === 2 ? 62 : line % 3 === 1 ? 84 : 100)),
  );
}
