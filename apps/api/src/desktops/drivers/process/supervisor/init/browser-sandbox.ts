import { readdirSync, readFileSync } from 'node:fs';

/** Chromium itself gives `--no-zygote-sandbox` to the one zygote that starts unsandboxed services: that is normal. */
const SWITCHED_OFF = /--(no-sandbox|disable-(setuid|namespace|seccomp-filter|gpu)-sandbox)\b/;

/**
 * What speaks against the browser's own sandbox being on, or null. Looks at what runs, not at what was asked for:
 * no process carries a flag that switches it off, and every renderer (there is one) has a seccomp filter more than this
 * very process: in a container all of them have the container's, which says nothing of Chromium's.
 */
export function browserSandboxFault(proc = '/proc'): string | null {
  const processes = readdirSync(proc)
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ commandLine: read(`${proc}/${pid}/cmdline`), status: read(`${proc}/${pid}/status`) }));
  const off = processes.find(({ commandLine }) => SWITCHED_OFF.test(commandLine));
  if (off !== undefined) return 'a process runs with its sandbox switched off';

  const renderers = processes.filter(({ commandLine }) => commandLine.includes('--type=renderer'));
  if (renderers.length === 0) return 'no renderer to look at';
  const inherited = seccompFilters(read(`${proc}/self/status`));
  const open = renderers.some(({ status }) => seccompFilters(status) <= inherited);
  return open ? 'a renderer runs without a seccomp filter of its own' : null;
}

/** How many seccomp filters stand between a process and the kernel: `Seccomp_filters` of its status (proc(5)). */
function seccompFilters(status: string): number {
  return Number(/^Seccomp_filters:\t(\d+)/m.exec(status)?.[1] ?? 0);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // gone since it was listed
  }
}
