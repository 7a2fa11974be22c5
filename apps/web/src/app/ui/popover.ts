import { CdkTrapFocus } from '@angular/cdk/a11y';
import { CdkConnectedOverlay, type CdkOverlayOrigin, type ConnectedPosition } from '@angular/cdk/overlay';
import { Component, computed, input, model } from '@angular/core';

const GAP = 6;
/** Below the button where there is room, else above, as on a phone. */
const positionsAt = (x: 'start' | 'end'): ConnectedPosition[] => [
  { originX: x, originY: 'bottom', overlayX: x, overlayY: 'top', offsetY: GAP },
  { originX: x, originY: 'top', overlayX: x, overlayY: 'bottom', offsetY: -GAP },
];

/** A small panel at the button that opens it. Escape or a click elsewhere closes it, and the focus goes back. */
@Component({
  selector: 'oda-popover',
  imports: [CdkConnectedOverlay, CdkTrapFocus],
  template: `<ng-template
    cdkConnectedOverlay
    cdkConnectedOverlayHasBackdrop
    cdkConnectedOverlayBackdropClass="cdk-overlay-transparent-backdrop"
    [cdkConnectedOverlayOrigin]="origin()"
    [cdkConnectedOverlayOpen]="open()"
    [cdkConnectedOverlayPositions]="positions()"
    [cdkConnectedOverlayPush]="true"
    [cdkConnectedOverlayViewportMargin]="8"
    (backdropClick)="open.set(false)"
    (detach)="open.set(false)"
  >
    <div class="panel" role="dialog" cdkTrapFocus cdkTrapFocusAutoCapture [attr.aria-label]="label()">
      <ng-content />
    </div>
  </ng-template>`,
  styles: `
    .panel {
      width: min(320px, 100vw - 16px);
      padding: 16px;
      border: 1px solid var(--line);
      border-radius: var(--corner);
      background: var(--raised);
      box-shadow: var(--float);
    }
  `,
})
export class Popover {
  readonly origin = input.required<CdkOverlayOrigin>();
  readonly label = input.required<string>();
  readonly open = model(false);
  /** Which edges of panel and button are in line. */
  readonly align = input<'start' | 'end'>('start');
  protected readonly positions = computed(() => positionsAt(this.align()));
}
