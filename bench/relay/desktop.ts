import type { ServerInit } from '#rfb';

/** What the benchmark's desktop says of itself. */
export const DESKTOP: ServerInit = {
  width: 1280,
  height: 720,
  format: {
    bitsPerPixel: 32,
    depth: 24,
    bigEndian: false,
    trueColour: true,
    max: [255, 255, 255],
    shift: [16, 8, 0],
  },
  name: Buffer.from('bench'),
};
