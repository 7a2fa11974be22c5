type Listener = (point: string) => void;

let listener: Listener | undefined;

/**
 * Names a moment between two steps that must survive a death in between. Does nothing: only tests hear of it, through
 * `listen-to-crash-points.ts`, which nothing of the product may import.
 */
export function crashPoint(point: string): void {
  listener?.(point);
}

export function setCrashPointListener(heard: Listener | undefined): void {
  listener = heard;
}
