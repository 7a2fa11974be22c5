const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** A size as people read it, in powers of a thousand as their own file managers mostly do: `0 bytes`, `1.2 MB`. */
export function bytesWords(bytes: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** step;
  const rounded = step === 0 || value >= 100 ? Math.round(value) : Math.round(value * 10) / 10;
  return `${rounded} ${bytes === 1 ? 'byte' : UNITS[step]}`;
}
