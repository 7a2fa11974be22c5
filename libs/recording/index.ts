/** The format of recorded segments: written by the api, read by it and by the portal. No sockets, no files. */
export { readSegment, type ReadSegment } from './read-segment.js';
export * from './segment-format.js';
