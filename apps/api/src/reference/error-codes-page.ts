import { ERROR_CATALOGUE } from '../kernel/error-catalogue.js';
import { markdownTable } from './markdown-table.js';

/** `docs/error-codes.md`: every code an HTTP answer can carry, by status. */
export function errorCodesPage(): string {
  const rows = Object.entries(ERROR_CATALOGUE)
    .sort(([, a], [, b]) => a.status - b.status)
    .map(([code, { status, title, severity }]) => [`\`${code}\``, String(status), title, severity]);
  return `# Error codes

Made from \`apps/api/src/kernel/error-catalogue.ts\` by \`npm run generate\`; change it there.

Every HTTP failure is \`application/problem+json\` (RFC 9457): \`type\`, \`title\`, \`status\`, \`code\`, \`correlationId\`, and
where they help \`detail\` and \`errors: [{path, message}]\`. Decide on \`code\`; texts may change. Status 429, and 503 where a
later try makes sense, carry \`Retry-After\`. The log holds one line for each with the same correlation id, at the level of
the last column; \`error\` means that a person should look.

What the sockets say instead is in [wire-protocol.md](wire-protocol.md).

${markdownTable(['code', 'status', 'title', 'logged as'], rows)}
`;
}
