import { configurationPage, configurationTable } from './configuration-tables.js';
import { errorCodesPage } from './error-codes-page.js';
import { fillSections } from './generated-sections.js';
import { wireSections } from './wire-tables.js';

export interface ReferencePage {
  /** From the top of the repository. */
  file: string;
  /** The page as the code has it now; what stands outside its generated sections is taken from `current`. */
  render: (current: string) => string;
}

/** The pages that are made from the code, whole or in part. `npm run generate` writes them, a test finds stale ones. */
export const REFERENCE_PAGES: readonly ReferencePage[] = [
  { file: 'docs/configuration.md', render: configurationPage },
  { file: 'docs/error-codes.md', render: errorCodesPage },
  { file: 'docs/wire-protocol.md', render: (current) => fillSections(current, wireSections()) },
  {
    file: 'README.md',
    render: (current) => fillSections(current, { configuration: configurationTable() }),
  },
];
