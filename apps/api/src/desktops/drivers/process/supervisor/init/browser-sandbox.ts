import { readdirSync, readFileSync } from 'node:fs';

/** Linux: 2 is SECCOMP_MODE_FILTER in /proc/PID/status (proc(5)). */
const FILTERED = '2';

/** Chromium itself gives `--no-zygote-sandbox` to the one zygote that starts unsandboxed services: that is normal. */
const SWITCHED_OFF = /--(no-sandbox|disable-(setuid|namespace|seccomp-filter|gpu)-sandbox)\b/;

/**
 * What speaks against the browser's own sandbox being on, or null. Looks at what runs, not at what was asked for:
 * no process carries a flag that switches it off, and there is a renderer and every one is under a seccomp filter.
 */
export function browserSandboxFault(proc = '/proc'): string | null {
  const processes = readdirSync(proc)
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ commandLine: read(`${proc}/${pid}/cmdline`), status: read(`${proc}/${pid}/status`) }));
  const off = processes.find(({ commandLine }) => SWITCHED_OFF.test(commandLine));
  if (off !== undefined) return 'a process runs with its sandbox switched off';

  const renderers = processes.filter(({ commandLine }) => commandLine.includes('--type=renderer'));
  if (renderers.length === 0) return 'no renderer to look at';
  const open = renderers.some(({ status }) => /^Seccomp:\t(\d)/m.exec(status)?.[1] !== FILTERED);
  return open ? 'a renderer runs without a seccomp filter' : null;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // gone since it was listed
  }
}
