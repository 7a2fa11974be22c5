/** Bytes as they come, to be waited for. */
export class ByteInbox {
  length = 0;
  private chunks: Buffer[] = [];
  private waiting: (() => void)[] = [];

  push(chunk: Uint8Array): void {
    this.chunks.push(Buffer.from(chunk));
    this.length += chunk.length;
    for (const wake of this.waiting.splice(0)) wake();
  }

  /** Everything that came and was not taken. */
  get all(): Buffer {
    const all = Buffer.concat(this.chunks);
    this.chunks = [all];
    return all;
  }

  /** Resolves with the next `length` bytes when they are there. */
  async take(length: number): Promise<Buffer> {
    await this.until(() => this.length >= length);
    const { all } = this;
    this.chunks = [all.subarray(length)];
    this.length -= length;
    return all.subarray(0, length);
  }

  async until(enough: () => boolean): Promise<void> {
    while (!enough()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}
