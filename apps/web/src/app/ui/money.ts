/** An amount in the currency's smallest unit as people write it; whole amounts without the zeros: `$1`, `€1.50`, `¥100`. */
export function money(smallest: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: currency.toUpperCase(),
    trailingZeroDisplay: 'stripIfInteger',
  });
  // Yen have no smaller unit, dinars a thousand.
  return format.format(smallest / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
