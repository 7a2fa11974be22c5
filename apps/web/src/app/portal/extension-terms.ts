import { computed, Injectable } from '@angular/core';
import { readOffer } from '../backend/billing.js';
import { money } from '../ui/money.js';
import { spanWords } from '../ui/time-words.js';

/** What more time costs, in words, read once for a screen. Provided by the component that offers it. */
@Injectable()
export class ExtensionTerms {
  private readonly offer = readOffer();

  /** `Add 24 hours for $1`; without an answer words that are true at any price. */
  readonly words = computed(() => {
    const offer = this.offer.value();
    return offer
      ? {
          span: `Add ${spanWords(offer.ttlSeconds * 1000)}`,
          price: ` for ${money(offer.amountCents, offer.currency)}`,
        }
      : { span: 'Add time', price: '' };
  });
}
