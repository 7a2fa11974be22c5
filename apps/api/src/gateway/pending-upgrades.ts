/** All that may wait for their token to be looked up, whoever they are. */
const MAX_PENDING = 512;

/** Upgrades that are being decided. They count towards the cap of their address, so that a burst cannot pass it. */
export class PendingUpgrades {
  private total = 0;
  private readonly byAddress = new Map<string, number>();

  isFull(): boolean {
    return this.total >= MAX_PENDING;
  }

  of(address: string): number {
    return this.byAddress.get(address) ?? 0;
  }

  begin(address: string): void {
    this.total += 1;
    this.byAddress.set(address, this.of(address) + 1);
  }

  end(address: string): void {
    this.total -= 1;
    const left = this.of(address) - 1;
    if (left > 0) this.byAddress.set(address, left);
    else this.byAddress.delete(address);
  }
}
