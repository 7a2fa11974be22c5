import { saveFile } from './save-file.js';

/** Offers a picture of the desktop as a file, named after the session and the time. */
export function savePicture(picture: Blob, reference: string, at: Date): void {
  saveFile(picture, pictureName(reference, at));
}

/** `desktop-7Q2F-2026-11-23-14.02.09.png`, in the reader's own time: no character that a file system refuses. */
export function pictureName(reference: string, at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  const time = [two(at.getHours()), two(at.getMinutes()), two(at.getSeconds())].join('.');
  return `desktop-${reference}-${day}-${time}.png`;
}
