/** The default of Xvnc: enough to look at (docs/operations.md, "Pace"). */
const WATCHING_FPS = 60;
/**
 * A key's echo waits for half a picture's time: 8 ms at 60, 4 at 120, none at this. The desktop's browser
 * paints 60 times a second at most, so it is hardly more pictures, but each of them at once.
 */
const TYPING_FPS = 1_000;
/** Who thinks for a moment types on: the first key after it is not to be the slow one. */
const CALM_AFTER_MS = 10_000;

/**
 * How often a desktop should send pictures, by what its viewer does: more while somebody types or points, the usual as
 * soon as nobody has for ten seconds.
 */
export class TypingPace {
  private calmTimer: NodeJS.Timeout | undefined;

  constructor(private readonly setPace: (framesPerSecond: number) => void) {}

  /** The viewer pressed or moved something. Costs next to nothing when it was typing already. */
  felt(): void {
    if (this.calmTimer) {
      this.calmTimer.refresh();
      return;
    }
    this.setPace(TYPING_FPS);
    this.calmTimer = setTimeout(() => this.calm(), CALM_AFTER_MS).unref();
  }

  /** The viewer left. */
  end(): void {
    if (!this.calmTimer) return;
    clearTimeout(this.calmTimer);
    this.calm();
  }

  private calm(): void {
    this.calmTimer = undefined;
    this.setPace(WATCHING_FPS);
  }
}
