import type { PixelFormat } from '../pixel-format.js';

/** One monitor in SetDesktopSize; `id` and `flags` are the desktop's own words and come back as they were. */
export interface Screen {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly flags: number;
}

/** A client's message, read. `bytes` is the message as it came, whole, in memory that nothing else holds. */
export type ClientMessage = { readonly bytes: Uint8Array } & (
  | { readonly kind: 'setPixelFormat'; readonly format: PixelFormat }
  | { readonly kind: 'setEncodings'; readonly encodings: readonly number[] }
  | { readonly kind: 'framebufferUpdateRequest' }
  | { readonly kind: 'keyEvent'; readonly down: boolean; readonly keysym: number }
  | { readonly kind: 'pointerEvent'; readonly buttons: number; readonly x: number; readonly y: number }
  | { readonly kind: 'clientCutText'; readonly text: Uint8Array }
  | { readonly kind: 'extendedClipboard'; readonly flags: number; readonly payload: Uint8Array }
  /** A clipboard too long to be kept: `bytes` is its head alone, `length` what its text would have had. */
  | { readonly kind: 'oversizedClipboard'; readonly length: number }
  | { readonly kind: 'enableContinuousUpdates'; readonly enable: boolean }
  | { readonly kind: 'clientFence'; readonly flags: number; readonly payload: Uint8Array }
  | { readonly kind: 'xvp'; readonly operation: number }
  | {
      readonly kind: 'setDesktopSize';
      readonly width: number;
      readonly height: number;
      readonly screens: readonly Screen[];
    }
  | { readonly kind: 'gii' }
  | {
      readonly kind: 'qemuKeyEvent';
      readonly down: boolean;
      readonly keysym: number;
      readonly keycode: number;
    }
  | { readonly kind: 'qemuAudio' }
);

export type ClientMessageKind = ClientMessage['kind'];

/** Why a client's bytes cannot be RFB, or are more of it than we take. The stream cannot be followed any further. */
export type Malformed =
  | 'unknown message'
  | 'unknown qemu message'
  | 'too many encodings'
  | 'fence too long'
  | 'clipboard too long'
  | 'clipboard without flags'
  | 'impossible pixel format';
