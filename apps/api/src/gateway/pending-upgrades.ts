/** All that may wait for their token to be looked up, whoever they are. */
const MAX_PENDING = 512;

/** Upgrades that are being decided. They count towards the cap of their network, so that a burst cannot pass it. */
export class PendingUpgrades {
  private total = 0;
  private readonly byNetwork = new Map<string, number>();

  isFull(): boolean {
    return this.total >= MAX_PENDING;
  }

  of(network: string): number {
    return this.byNetwork.get(network) ?? 0;
  }

  begin(network: string): void {
    this.total += 1;
    this.byNetwork.set(network, this.of(network) + 1);
  }

  end(network: string): void {
    this.total -= 1;
    const left = this.of(network) - 1;
    if (left > 0) this.byNetwork.set(network, left);
    else this.byNetwork.delete(network);
  }
}
