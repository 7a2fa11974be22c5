/** Writes the files that are made from the code (`.env.example`); a test fails when one is stale. */
import { writeFileSync } from 'node:fs';
import { envExample } from '../dist/apps/api/src/config/env-example.js';

writeFileSync('.env.example', envExample());
