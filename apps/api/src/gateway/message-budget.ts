import { TokenBucket } from './token-bucket.js';

const MESSAGES_BURST = 100;
const MESSAGES_PER_SECOND = 20;
/** What cannot be understood costs more: a thousand unknown messages are a flood. */
const COST = { message: 1, rubbish: 5 } as const;
/** So many messages in a row over the budget are a flood, not a hurry. */
const PATIENCE = 50;

export type Verdict = 'fine' | 'over' | 'flood';

/** How much one socket may say. Over the budget it is told so; a flood is closed with 4429. */
export class MessageBudget {
  private readonly messages: TokenBucket;
  private over = 0;

  constructor(factor: number, nowMs?: () => number) {
    this.messages = new TokenBucket(MESSAGES_BURST * factor, MESSAGES_PER_SECOND * factor, nowMs);
  }

  spend(kind: keyof typeof COST): Verdict {
    if (this.messages.take(COST[kind])) {
      this.over = 0;
      return 'fine';
    }
    this.over += 1;
    return this.over > PATIENCE ? 'flood' : 'over';
  }
}
