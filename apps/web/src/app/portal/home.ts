import { Component, computed } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { readOffer } from '../backend/billing.js';
import { Icon } from '../ui/icon.js';
import type { IconName } from '../ui/icons.js';
import { money } from '../ui/money.js';
import { spanWords } from '../ui/time-words.js';

interface Fact {
  icon: IconName;
  title: string;
  text: string;
}

/** The front door: one sentence, one price, one button, and what one gets. */
@Component({
  selector: 'oda-home',
  imports: [Icon, MatButton, RouterLink],
  templateUrl: './home.html',
  styleUrl: './home.scss',
})
export class Home {
  private readonly offer = readOffer();

  /** Without an answer the page keeps to words that are true at any price. */
  protected readonly price = computed(() => {
    const offer = this.offer.value();
    return offer && money(offer.amountCents, offer.currency);
  });
  protected readonly span = computed(() => {
    const offer = this.offer.value();
    return spanWords((offer?.ttlSeconds ?? 86_400) * 1000);
  });
  protected readonly isFull = computed(() => this.offer.value()?.available === false);

  protected readonly facts = computed<Fact[]>(() => [
    {
      icon: 'schedule',
      title: capital(this.span()),
      text: 'Counted from the moment your desktop is up, not from when you pay. Close the tab and come back: it is still there.',
    },
    {
      icon: 'lock',
      title: 'Yours alone',
      text: 'A sandbox of its own, with its own browser, its own files and its own network. Nobody else is in it.',
    },
    {
      icon: 'auto_delete',
      title: 'Gone afterwards',
      text: 'When the time is over, or when you say so, everything in it is deleted. Nothing renews by itself.',
    },
  ]);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
