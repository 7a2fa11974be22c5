import { beforeEach, describe, expect, it } from '@jest/globals';
import { PinchZoom, zoomBy } from './pinch-zoom.js';

const WHOLE = { factor: 1, left: 0, top: 0 };
const FINGERS = { x: 100, y: 40 };

describe('a pinch', () => {
  it('leaves the place between the fingers where it is', () => {
    expect(zoomBy(WHOLE, 2, FINGERS)).toEqual({ factor: 2, left: 100, top: 40 });
    expect(zoomBy({ factor: 2, left: 100, top: 40 }, 1.5, FINGERS)).toEqual({
      factor: 3,
      left: 200,
      top: 80,
    });
    expect(zoomBy({ factor: 3, left: 200, top: 80 }, 1 / 3, FINGERS)).toEqual(WHOLE);
  });

  it('makes the picture no smaller than its stage, and no larger than four times that', () => {
    expect(zoomBy(WHOLE, 0.2, FINGERS)).toEqual(WHOLE);
    expect(zoomBy(WHOLE, 9, FINGERS)).toEqual({ factor: 4, left: 300, top: 120 });
  });
});

describe('the stage under two fingers', () => {
  let stage: HTMLElement;
  let canvas: HTMLElement;
  let toDesktop: string[];
  let stop: () => void;

  beforeEach(() => {
    const pane = document.createElement('div');
    stage = pane.appendChild(document.createElement('div'));
    canvas = stage.appendChild(document.createElement('canvas'));
    toDesktop = [];
    canvas.addEventListener('gesturestart', ({ detail }: CustomEventInit<{ type: string }>) =>
      toDesktop.push(detail?.type ?? ''),
    );
    stop = new PinchZoom(pane, stage).start();
  });

  const gesture = (type: string, from: number, to: number) => {
    const tell = (name: string, magnitudeX: number) =>
      canvas.dispatchEvent(
        new CustomEvent(name, { detail: { type, clientX: 0, clientY: 0, magnitudeX, magnitudeY: 0 } }),
      );
    tell('gesturestart', from);
    tell('gesturemove', to);
    tell('gestureend', to);
  };

  it('has the desktop hear of one finger, and of two that scroll a whole picture', () => {
    gesture('onetap', 0, 0);
    gesture('twodrag', 0, 50);
    expect([toDesktop, stage.style.width]).toEqual([['onetap', 'twodrag'], '']);
  });

  it('grows, is moved about in, and shrinks, and the desktop hears none of it', () => {
    gesture('pinch', 100, 200);
    expect(stage.style.width).toBe('200%');
    gesture('twodrag', 0, 50);
    gesture('pinch', 200, 50);
    expect([toDesktop, stage.style.width]).toEqual([[], '']);
  });

  it('is whole again when the picture is shown otherwise', () => {
    gesture('pinch', 100, 300);
    stop();
    expect(stage.style.width).toBe('');
    gesture('pinch', 100, 300);
    expect(toDesktop).toEqual(['pinch']);
  });
});
