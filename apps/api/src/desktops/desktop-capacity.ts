/** What a desktop may take before it is felt: it needs about 220 MB idle (measured), a few heavy pages double that. */
export const DESKTOP_BYTES = 450 * 1024 ** 2;
/** Left for the api, the database and the kernel. */
export const RESERVED_BYTES = 512 * 1024 ** 2;

/**
 * How many desktops fit into the memory that is free now, those counted that run already. At least one: a machine too
 * small for that shows it sooner when it tries.
 */
export function desktopsThatFit(availableBytes: number, running: number): number {
  const more = Math.floor((availableBytes - RESERVED_BYTES) / DESKTOP_BYTES);
  return Math.max(running + Math.max(more, 0), 1);
}
