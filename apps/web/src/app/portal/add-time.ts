import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import type { SessionId } from '#contracts';
import { Icon } from '../ui/icon.js';
import { ExtensionTerms } from './extension-terms.js';

/**
 * The way to more time. A link to a tab of its own, so that the desktop stays where it is while its owner pays; the
 * session hears of the payment by itself.
 */
@Component({
  selector: 'oda-add-time',
  imports: [Icon, MatButton, MatTooltip, RouterLink],
  template: `
    <a
      [matButton]="isOffer() ? 'filled' : 'text'"
      target="_blank"
      rel="noopener"
      [class.offer]="isOffer()"
      [routerLink]="['/sessions', sessionId(), 'extend']"
      [attr.aria-label]="label()"
      [matTooltip]="isOffer() ? '' : label()"
    >
      @if (isOffer()) {
        {{ terms.words().span + terms.words().price }}
      } @else {
        <oda-icon name="more_time" /><span class="word">{{ terms.words().span }}</span>
      }
    </a>
  `,
  styles: `
    a {
      height: 32px;
    }
    oda-icon {
      vertical-align: -5px;
    }
    .word {
      margin-left: 6px;
    }
    @media (max-width: 1000px) {
      a:not(.offer) {
        min-width: 40px;
        padding: 0 10px;
      }
    }
    @media (max-width: 760px) {
      a:not(.offer) {
        height: 40px;
      }
    }
    @media (max-width: 1000px) {
      .word {
        display: none;
      }
    }
  `,
})
export class AddTime {
  protected readonly terms = inject(ExtensionTerms);
  readonly sessionId = input.required<SessionId>();
  /** In a strip that offers it, rather than at rest in the bar. */
  readonly isOffer = input(false);
  protected readonly label = computed(() => {
    const { span, price } = this.terms.words();
    return `${span}${price}, in a new tab`;
  });
}
