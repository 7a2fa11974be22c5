import { describe, expect, it } from '@jest/globals';
import { safeReturn } from './return-to.js';

describe('safeReturn', () => {
  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
    undefined,
    7,
  ])('does not follow %p', (wanted) => {
    expect(safeReturn(wanted, '/start')).toBe('/start');
  });
  it('follows a path of ours with all that belongs to it', () => {
    expect(safeReturn('/console/sessions?state=active#top')).toBe('/console/sessions?state=active#top');
  });
});
