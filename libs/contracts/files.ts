import * as z from 'zod';
import { Timestamp } from './scalars.js';

/** Longest name of a file, in bytes of UTF-8, that the desktop's file system takes. */
export const MAX_FILE_NAME_BYTES = 255;

/** A file in the desktop's one folder. Names are whatever a program there has given: text, never a path. */
export const DesktopFile = z.object({
  name: z.string().min(1).max(MAX_FILE_NAME_BYTES),
  bytes: z.int().min(0),
  modifiedAt: Timestamp,
});
export type DesktopFile = z.infer<typeof DesktopFile>;

/** Which way files may go: `both`, `up` (into the desktop), `down` (out of it), `none`. */
export const FilesWay = z.enum(['both', 'up', 'down', 'none']);
export type FilesWay = z.infer<typeof FilesWay>;

/** GET /api/sessions/:id/files: newest first, at most 1,000; what one upload may have, and what room is left. */
export const DesktopFiles = z.object({
  items: z.array(DesktopFile),
  nextCursor: z.null(),
  way: FilesWay,
  maxBytes: z.int(),
  freeBytes: z.int(),
});
export type DesktopFiles = z.infer<typeof DesktopFiles>;

/**
 * PUT /api/sessions/:id/files/:name, the body the file's bytes as application/octet-stream: under which name it now lies
 * in the desktop's folder, which is not the one asked for when that was taken or no name for a file.
 */
export const FileReceived = z.object({ name: z.string() });
export type FileReceived = z.infer<typeof FileReceived>;
