/** Writes the files that are made from the code; a test fails when one is stale. Runs on the build. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { envExample } from '../dist/apps/api/src/config/env-example.js';
import { REFERENCE_PAGES } from '../dist/apps/api/src/reference/reference-pages.js';

writeFileSync('.env.example', envExample());
for (const { file, render } of REFERENCE_PAGES) {
  writeFileSync(file, render(existsSync(file) ? readFileSync(file, 'utf8') : ''));
}
