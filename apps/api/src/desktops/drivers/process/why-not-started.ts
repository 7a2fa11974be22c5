/** What an operator can do about what the kernel said, by its code (errno(3)). */
const CURES: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left where its folder is: free some',
  EDQUOT: 'the quota of its folder is used up: free some',
  EROFS: 'its folder cannot be written: choose another TMPDIR',
  EMFILE: 'too many open files: raise the limit (ulimit -n)',
  ENOMEM: 'no memory is left: lower DESKTOP_MAX',
  EAGAIN: 'no process can be started: raise the limit (ulimit -u), or lower DESKTOP_MAX',
};

/** The sentence for a start that failed: the cure when there is a known one, then the last words of the desktop. */
export function whyNotStarted(cause: unknown, lastWords: string): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const cure = CURES[code] ?? Object.entries(CURES).find(([name]) => lastWords.includes(name))?.[1];
  return ['the desktop did not start', cure, lastWords]
    .filter((part) => part !== undefined && part !== '')
    .join(': ');
}
