import { expect, it } from '@jest/globals';

it('listens to methods that noVNC has', async () => {
  const { default: Rfb } = await import('@novnc/novnc');
  expect(Rfb.prototype).toHaveProperty('_framebufferUpdate');
  expect(Rfb.prototype).toHaveProperty('_handleExtendedDesktopSize');
  expect(Rfb.prototype).toHaveProperty('_handleServerCutText');
});
