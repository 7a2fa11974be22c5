/** Counts FramebufferUpdates of 32-bit raw pixels (RFC 6143 7.6.1) and looks at no pixel, however the stream is cut. */
export class UpdateReader {
  updates = 0;
  private rectangles = 0;
  private skip = 0;
  private readonly head = Buffer.alloc(12);
  private have = 0;
  /** What is skipped at the moment is the last rectangle of its update. */
  private last = false;

  /** True when an update has ended in this chunk. */
  read(chunk: Buffer): boolean {
    const before = this.updates;
    for (let offset = 0; offset < chunk.length;) {
      const taken =
        this.skip > 0 ? Math.min(this.skip, chunk.length - offset) : this.takeHead(chunk.subarray(offset));
      if (this.skip > 0) this.skip -= taken;
      else this.readHead();
      offset += taken;
      this.endUpdate();
    }
    return this.updates > before;
  }

  private takeHead(chunk: Buffer): number {
    const taken = chunk.copy(this.head, this.have, 0, this.headBytes - this.have);
    this.have += taken;
    return taken;
  }

  private get headBytes(): number {
    return this.rectangles === 0 ? 4 : 12;
  }

  private readHead(): void {
    if (this.have < this.headBytes) return;
    this.have = 0;
    if (this.rectangles === 0) {
      if (this.head[0] !== 0) throw new Error(`message ${String(this.head[0])} is no update`);
      this.rectangles = this.head.readUInt16BE(2);
    } else {
      if (this.head.readInt32BE(8) !== 0) throw new Error('a rectangle is not raw');
      this.skip = this.head.readUInt16BE(4) * this.head.readUInt16BE(6) * 4;
      this.rectangles -= 1;
      this.last = this.rectangles === 0;
    }
  }

  private endUpdate(): void {
    if (!this.last || this.skip > 0) return;
    this.last = false;
    this.updates += 1;
  }
}
