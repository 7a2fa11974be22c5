import type { Page } from 'playwright-core';

// Both run in the page, whose globals this program does not have: they are passed as text.

const EAR = `(() => {
  const { connect } = AudioNode.prototype;
  AudioNode.prototype.connect = function (to, ...more) {
    if (to instanceof AudioDestinationNode && !(this instanceof AnalyserNode)) {
      globalThis.ear = new AnalyserNode(this.context, { fftSize: 2048 });
      connect.call(this, globalThis.ear);
    }
    return connect.call(this, to, ...more);
  };
})()`;

/** How loud the page is at this moment; 1 is as loud as can be, 0 is also a page that plays nothing. */
export const LOUDNESS = `(() => {
  const { ear } = globalThis;
  if (!ear || ear.context.state !== 'running') return 0;
  const samples = new Float32Array(ear.fftSize);
  ear.getFloatTimeDomainData(samples);
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
})()`;

/** Listens at what pages opened from now on send to the loudspeaker. */
export async function withAnEar(page: Page): Promise<void> {
  await page.addInitScript(EAR);
}
