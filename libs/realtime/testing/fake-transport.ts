import type { Ending } from '../ending.js';
import type { Attempt, Transport } from '../transport.js';

/** A transport that does what a test says, and the list of all that were opened. */
export class FakeTransport implements Transport {
  probes = 0;
  isClosed = false;

  constructor(readonly attempt: Attempt) {}

  probe(): void {
    this.probes += 1;
  }

  close(): void {
    this.isClosed = true;
  }

  end(code: number, more: Partial<Ending> = {}): void {
    this.attempt.closed({ code, reason: '', ...more });
  }
}

export class FakeTransports {
  readonly all: FakeTransport[] = [];

  readonly open = (attempt: Attempt): FakeTransport => {
    const transport = new FakeTransport(attempt);
    this.all.push(transport);
    return transport;
  };

  get last(): FakeTransport {
    const last = this.all.at(-1);
    if (!last) throw new Error('nothing was opened yet');
    return last;
  }
}
