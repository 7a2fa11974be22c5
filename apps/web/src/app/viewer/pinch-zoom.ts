/** The picture is this many times as large as its pane, which is scrolled by so many pixels. */
export interface Zoom {
  factor: number;
  left: number;
  top: number;
}

interface Point {
  x: number;
  y: number;
}

/** Larger, a desktop's pixels are blocks. */
const LARGEST = 4;

/** The zoom that makes of `zoom` one `ratio` times as large, with the place under `fingers` (in the pane) left there. */
export function zoomBy(zoom: Zoom, ratio: number, fingers: Point): Zoom {
  const factor = Math.min(LARGEST, Math.max(1, zoom.factor * ratio));
  const grown = factor / zoom.factor;
  return {
    factor,
    left: (zoom.left + fingers.x) * grown - fingers.x,
    top: (zoom.top + fingers.y) * grown - fingers.y,
  };
}

/** What noVNC tells of a gesture; the position is where it began, the magnitude what it has come to. */
interface Gesture {
  type: string;
  clientX: number;
  clientY: number;
  magnitudeX: number;
  magnitudeY: number;
}

/**
 * Two fingers make the picture larger and move about in it. noVNC, which knows the gestures, would make a pinch Ctrl and
 * the wheel for the desktop: its events are caught on their way to it. The picture follows the size of its stage.
 */
export class PinchZoom {
  private zoom: Zoom = { factor: 1, left: 0, top: 0 };
  private begun: { gesture: Gesture; zoom: Zoom } | undefined;

  constructor(
    private readonly pane: HTMLElement,
    private readonly stage: HTMLElement,
  ) {}

  /** Until the answer is called, which makes the picture as large as it was. */
  start(): () => void {
    const stopping = new AbortController();
    for (const name of ['gesturestart', 'gesturemove', 'gestureend'])
      this.pane.addEventListener(name, this.hear, { capture: true, signal: stopping.signal });
    return () => {
      stopping.abort();
      this.begun = undefined;
      this.show({ factor: 1, left: 0, top: 0 });
    };
  }

  private readonly hear = (event: Event): void => {
    const gesture = (event as CustomEvent<Gesture | undefined>).detail; // Safari has such events too, with nothing in them
    if (!gesture) return;
    if (event.type === 'gesturestart') this.begun = this.isOurs(gesture) ? this.begin(gesture) : undefined;
    if (!this.begun) return;
    event.stopImmediatePropagation();
    if (event.type === 'gesturemove') this.show(this.zoomOf(gesture, this.begun));
    if (event.type === 'gestureend') this.begun = undefined;
  };

  /** Of a picture that is whole, two fingers turn the desktop's wheel. */
  private isOurs({ type }: Gesture): boolean {
    return type === 'pinch' || (type === 'twodrag' && this.zoom.factor > 1);
  }

  private begin(gesture: Gesture): { gesture: Gesture; zoom: Zoom } {
    const { scrollLeft: left, scrollTop: top } = this.pane;
    return { gesture, zoom: { factor: this.zoom.factor, left, top } };
  }

  private zoomOf(now: Gesture, { gesture, zoom }: { gesture: Gesture; zoom: Zoom }): Zoom {
    if (now.type === 'twodrag')
      return { ...zoom, left: zoom.left - now.magnitudeX, top: zoom.top - now.magnitudeY };
    const ratio =
      Math.hypot(now.magnitudeX, now.magnitudeY) / Math.hypot(gesture.magnitudeX, gesture.magnitudeY);
    const { left, top } = this.pane.getBoundingClientRect();
    return zoomBy(zoom, ratio, { x: gesture.clientX - left, y: gesture.clientY - top });
  }

  private show(zoom: Zoom): void {
    this.zoom = zoom;
    const size = zoom.factor === 1 ? '' : `${zoom.factor * 100}%`;
    Object.assign(this.stage.style, { width: size, height: size });
    this.pane.scrollLeft = zoom.left; // which ends where the picture does
    this.pane.scrollTop = zoom.top;
  }
}
