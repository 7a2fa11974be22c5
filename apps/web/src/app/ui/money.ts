/** An amount in the currency's smallest unit as people write it; whole amounts without the zeros: `$1`, `€1.50`. */
export function money(cents: number, currency: string): string {
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: currency.toUpperCase(),
    trailingZeroDisplay: 'stripIfInteger',
  }).format(cents / 100);
}
