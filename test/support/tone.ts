export const TONE_HZ = 440;

/** For a desktop's page: plays a tone until `silence()`; resolves with the context's state. */
export const TONE = `(() => {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { frequency: ${TONE_HZ} });
  tone.connect(new GainNode(context, { gain: 0.25 })).connect(context.destination);
  tone.start();
  globalThis.silence = () => context.close().then(() => 'silent');
  return context.resume().then(() => context.state);
})()`;
