import { Component, signal } from '@angular/core';
import { readAudit } from '../backend/admin.js';
import { Ago } from '../ui/ago.js';
import { Empty } from '../ui/empty.js';
import { Failure } from '../ui/failure.js';
import { Pager } from '../ui/pager.js';
import { Skeleton } from '../ui/skeleton.js';
import { actionWords, dataWords } from './audit-words.js';

/** Who did what to whom or what, the newest first. */
@Component({
  selector: 'oda-audit',
  imports: [Ago, Empty, Failure, Pager, Skeleton],
  templateUrl: './audit.html',
  styles: `
    .details {
      max-width: 340px;
      overflow: hidden;
      text-overflow: ellipsis;
    }
  `,
})
export class Audit {
  protected readonly cursor = signal<string | undefined>(undefined);
  protected readonly list = readAudit(this.cursor);
  protected readonly actionWords = actionWords;
  protected readonly dataWords = dataWords;
}
