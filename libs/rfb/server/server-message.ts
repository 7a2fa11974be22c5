import { SERVER_MESSAGE } from '../numbers.js';

/** A desktop's message, read as far as one must to find where it ends. `bytes` is the message as it came, whole. */
export type ServerMessage =
  | {
      readonly kind: 'framebufferUpdate';
      readonly bytes: Uint8Array;
      /** How many pixels its rectangles paint, each as often as it is painted. */
      readonly pixels: number;
      /** The desktop has this size from here on; absent when it kept the one it had. */
      readonly size?: { readonly width: number; readonly height: number };
    }
  | { readonly kind: 'bell' }
  /** Passed over: of what was copied in the desktop only the length is ever known here. */
  | { readonly kind: 'serverCutText'; readonly length: number };

/** Why a desktop's bytes cannot be followed any further. */
export type ServerMalformed =
  | 'unknown message'
  | 'encoding not asked for'
  | 'update too long'
  | 'clipboard too long'
  | 'impossible tight rectangle';

const TYPES: ReadonlySet<number> = new Set(Object.values(SERVER_MESSAGE));

/** Whether a desktop's message can begin with `byte`. */
export const beginsServerMessage = (byte: number): boolean => TYPES.has(byte);
