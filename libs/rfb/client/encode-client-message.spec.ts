import { expect, it } from '@jest/globals';
import { EXAMPLES } from '../testing/client-message-examples.js';
import {
  encodeClientCutText,
  encodeFramebufferUpdateRequest,
  encodeKeyEvent,
  encodePointerEvent,
  encodeSetDesktopSize,
  encodeSetEncodings,
} from './encode-client-message.js';

it.each([
  ['setEncodings', encodeSetEncodings(EXAMPLES.setEncodings.message.encodings)],
  [
    'framebufferUpdateRequest',
    encodeFramebufferUpdateRequest(true, { x: 0, y: 0, width: 1280, height: 720 }),
  ],
  ['keyEvent', encodeKeyEvent(true, 0xff0d)],
  ['pointerEvent', encodePointerEvent(0x81, 0x102, 0x304)],
  ['clientCutText', encodeClientCutText(Uint8Array.of(0x61, 0x62, 0x63))],
  ['setDesktopSize', encodeSetDesktopSize(1920, 1200, EXAMPLES.setDesktopSize.message.screens)],
] as const)('writes %s as it lies on the wire', (name, bytes) => {
  expect(bytes).toEqual(EXAMPLES[name].bytes);
});
