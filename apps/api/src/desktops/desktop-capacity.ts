/** What is counted for a desktop: 255 to 280 MiB on its start page, 400 on a usual one (`bench -- desktop-cost`). */
export const DESKTOP_BYTES = 450 * 1024 ** 2;
/** Left for the api, the database and the kernel. */
export const RESERVED_BYTES = 512 * 1024 ** 2;

/** How many whole desktops fit into so much memory, beside what is left for the rest. */
export function desktopsThatFit(bytes: number): number {
  return Math.max(Math.floor((bytes - RESERVED_BYTES) / DESKTOP_BYTES), 0);
}

/**
 * The most desktops that a host of so much memory can ever hold, whatever is free when this process starts. At least
 * one: a machine too small for that shows it sooner when it tries.
 */
export function placesOfHost(totalBytes: number): number {
  return Math.max(desktopsThatFit(totalBytes), 1);
}
