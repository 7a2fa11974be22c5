/** SQLSTATE classes and Node codes that mean: the database cannot answer now, try again. */
const SQLSTATES = [
  /^08/, // connection exception
  /^53/, // insufficient resources: disk full, too many connections
  /^57P0/, // shutdown, crash recovery, cannot connect now
  /^25006$/, // read-only
  /^55P03$/, // lock not available (lock_timeout)
  /^57014$/, // statement_timeout
];
const NODE_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT']);
const DRIVER_TEXTS =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

/** Whether a failure is the database being away or overloaded, rather than a statement that is wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (SQLSTATES.some((pattern) => pattern.test(code))) return true;
  const fromDatabase =
    error.name === 'QueryFailedError' || 'query' in error || 'client' in error || 'syscall' in error;
  return (fromDatabase && NODE_CODES.has(code)) || DRIVER_TEXTS.test(error.message);
}
