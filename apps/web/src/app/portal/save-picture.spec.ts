import { expect, it } from '@jest/globals';
import { pictureName } from './save-picture.js';

it('names a picture after its session and the time, with nothing that a file system refuses', () => {
  expect(pictureName('7Q2F', new Date(2026, 10, 3, 4, 5, 6))).toBe('desktop-7Q2F-2026-11-03-04.05.06.png');
});
