import { Component, input } from '@angular/core';
import { Icon } from '../ui/icon.js';
import { tookWords } from '../ui/time-words.js';
import type { Step } from './checkout-progress.js';

/** The steps of a checkout, with what each took or has taken so far. Changes are read out, the running time is not. */
@Component({
  selector: 'oda-checkout-steps',
  imports: [Icon],
  template: `
    <ol aria-live="polite">
      @for (step of steps(); track step.title; let i = $index) {
        <li [class]="step.state" [attr.aria-current]="step.state === 'now' ? 'step' : null">
          <span class="sign">
            @switch (step.state) {
              @case ('done') {
                <oda-icon name="check" />
              }
              @case ('failed') {
                <oda-icon name="close" />
              }
              @case ('now') {
                <span class="ring"></span>
              }
            }
          </span>
          <div>
            <strong>{{ step.title }}</strong>
            <p class="soft">{{ step.note }}</p>
          </div>
          <span class="figures soft" aria-live="off">
            @if (took()[i]; as ms) {
              {{ words(ms) }}
            } @else if (step.state === 'now' && runningMs() !== undefined) {
              {{ words(runningMs() ?? 0) }}
            }
          </span>
        </li>
      }
    </ol>
  `,
  styleUrl: './checkout-steps.scss',
})
export class CheckoutSteps {
  readonly steps = input.required<Step[]>();
  /** What each step took, in ms, where this page saw it. */
  readonly took = input.required<(number | undefined)[]>();
  /** How long the step under way has taken so far, in ms; undefined where that is not worth watching. */
  readonly runningMs = input.required<number | undefined>();
  protected readonly words = tookWords;
}
