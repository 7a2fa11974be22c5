import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fillSections } from './generated-sections.js';
import { markdownTable } from './markdown-table.js';
import { REFERENCE_PAGES } from './reference-pages.js';

describe('fillSections', () => {
  const page = 'before\n<!-- generated: one -->\nold\n<!-- /generated -->\nafter';

  it('refuses a page without markers, and markers nobody renders', () => {
    expect(() => fillSections('nothing', { one: 'text' })).toThrow('no markers for one');
    expect(() => fillSections(page, {})).toThrow('nobody renders the section one');
  });

  it('replaces what stands between its markers, and changes nothing the second time', () => {
    const filled = fillSections(page, { one: '$& new' });
    expect(filled).toBe('before\n<!-- generated: one -->\n\n$& new\n\n<!-- /generated -->\nafter');
    expect(fillSections(filled, { one: '$& new' })).toBe(filled);
  });
});

it('lays a table out in columns, bars inside a cell escaped', () => {
  expect(markdownTable(['a', 'long one'], [['x|y', '…']])).toBe(
    ['| a    | long one |', '| ---- | -------- |', '| x\\|y | …        |'].join('\n'),
  );
});

it.each(REFERENCE_PAGES)('$file is as the code has it (else: npm run generate)', ({ file, render }) => {
  const current = readFileSync(file, 'utf8');
  expect(render(current)).toBe(current);
});
