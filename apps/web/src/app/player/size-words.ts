const KB = 1_000;
const MB = 1_000 * KB;
const GB = 1_000 * MB;

/** A size as one would say it: `12 kB`, `3.4 MB`, `120 MB`, `1.2 GB`. */
export function sizeWords(bytes: number): string {
  if (bytes < MB) return `${Math.ceil(bytes / KB)} kB`;
  const [unit, name] = bytes < GB ? [MB, 'MB'] : [GB, 'GB'];
  const amount = bytes / unit;
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${name}`;
}
