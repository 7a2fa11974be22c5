/** The facts of an audit entry on one line: `reason: shared the password · sessions: 3`. */
export function dataWords(data: Record<string, unknown>): string {
  return Object.entries(data)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${spaced(name)}: ${said(value)}`)
    .join(' · ');
}

/** `afterMs` → `after ms` */
function spaced(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

function said(value: unknown): string {
  if (Array.isArray(value)) return value.map(said).join(', ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, part]) => `${spaced(name)} ${said(part)}`)
      .join(', ');
  return String(value);
}
