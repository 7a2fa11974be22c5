import {
  afterRenderEffect,
  Component,
  computed,
  type ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  viewChild,
} from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { readAdminDispute } from '../../backend/admin-money.js';
import { Ago } from '../../ui/ago.js';
import { Failure } from '../../ui/failure.js';
import { Icon } from '../../ui/icon.js';
import { money } from '../../ui/money.js';
import { Skeleton } from '../../ui/skeleton.js';
import { exactTime } from '../../ui/time-words.js';
import { LocalClipboard } from '../../viewer/local-clipboard.js';
import { DISPUTE_WORDS, stripeWords } from './money-words.js';
import { Tag } from './tag.js';

/** One dispute with the evidence that was gathered when it was opened, to read and to copy for the bank. */
@Component({
  selector: 'oda-dispute-detail',
  imports: [Ago, Failure, Icon, MatButton, MatIconButton, RouterLink, Skeleton, Tag],
  templateUrl: './dispute-detail.html',
  styleUrl: './detail.scss',
  host: { '(keydown.escape)': 'closed.emit()' },
})
export class DisputeDetail {
  private readonly clipboard = inject(LocalClipboard);
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');

  readonly id = input.required<string>();
  readonly closed = output();

  protected readonly dispute = readAdminDispute(this.id);
  protected readonly word = computed(() => {
    const dispute = this.dispute.value();
    return dispute && DISPUTE_WORDS[dispute.state];
  });
  protected readonly facts = computed(() =>
    JSON.stringify(this.dispute.value()?.evidence.facts ?? {}, undefined, 2),
  );
  protected readonly said = linkedSignal({ source: this.id, computation: () => '' });
  protected readonly money = money;
  protected readonly stripeWords = stripeWords;
  protected readonly exactTime = exactTime;

  constructor() {
    // Once it is drawn: until then the panel is not on the page yet.
    afterRenderEffect(() => {
      this.id();
      this.heading().nativeElement.focus();
    });
  }

  protected async copy(text: string): Promise<void> {
    this.said.set((await this.clipboard.write(text)) ? 'Copied.' : 'Select the text and copy it.');
  }
}
