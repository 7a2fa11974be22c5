const DAY_HOURS = 24;

/** How long after its session a recording is kept, to stand behind "deleted". */
export function keptWords(hours: number): string {
  if (hours === 0) return 'as soon as your session ends';
  const isDays = hours % DAY_HOURS === 0;
  const amount = isDays ? hours / DAY_HOURS : hours;
  return `${amount} ${isDays ? 'day' : 'hour'}${amount === 1 ? '' : 's'} after your session ends`;
}
