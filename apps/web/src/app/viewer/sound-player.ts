/** Served as a file of ours: the content security policy knows no other script. */
const WORKLET = '/sound-worklet.js';
const SAMPLES_PER_SECOND = 48_000;
const CHANNELS = 2;

/** A position in four bytes, and a packet of Opus or none. */
const POSITION_BYTES = 4;
const MOST_MESSAGE_BYTES = POSITION_BYTES + 1_275;
/** A packet takes a millisecond or two; twice as long lies ready when silence is told. */
const DECODED_WITHIN_MS = 20;
/** More packets than that wait for a decoder that does not get to them: a second. */
const MOST_UNDECODED = 50;
/** A stream that breaks the decoder so often is none. */
const MOST_FAULTS = 5;

export interface SoundListener {
  /** Whether the browser lets us be heard: until a person has touched the page it may not. */
  onAudible(isAudible: boolean): void;
  /** What comes cannot be decoded. */
  onBroken(): void;
}

export function canPlaySound(): boolean {
  return 'AudioDecoder' in globalThis && 'AudioWorkletNode' in globalThis;
}

/** Plays the messages of a sound socket as they come. What is no Opus is skipped, and in the end given up. */
export class SoundPlayer {
  private readonly context = new AudioContext({ sampleRate: SAMPLES_PER_SECOND, latencyHint: 'interactive' });
  private readonly onGesture = () => void this.context.resume();
  private node: AudioWorkletNode | undefined;
  private decoder: AudioDecoder | undefined;
  private quietTimer: ReturnType<typeof setTimeout> | undefined;
  private faults = 0;
  private isClosed = false;

  constructor(private readonly listener: SoundListener) {
    this.context.addEventListener('statechange', this.tell);
    for (const gesture of ['pointerdown', 'keydown'])
      addEventListener(gesture, this.onGesture, { capture: true });
    this.onGesture();
    this.tell();
  }

  /** @throws DOMException when the browser does not load our part of it */
  async prepare(): Promise<void> {
    await this.context.audioWorklet.addModule(WORKLET);
    if (this.isClosed) return;
    this.node = new AudioWorkletNode(this.context, 'desktop-sound', {
      numberOfInputs: 0,
      outputChannelCount: [CHANNELS],
    });
    this.node.connect(this.context.destination);
    this.decoder = this.newDecoder();
  }

  play(message: ArrayBuffer): void {
    const { decoder } = this;
    if (!decoder || message.byteLength < POSITION_BYTES || message.byteLength > MOST_MESSAGE_BYTES) return;
    if (message.byteLength === POSITION_BYTES) return this.fallSilent();
    if (decoder.state !== 'configured' || decoder.decodeQueueSize > MOST_UNDECODED) return;
    const position = new DataView(message).getUint32(0);
    const timestamp = Math.round((position * 1_000_000) / SAMPLES_PER_SECOND);
    const data = new Uint8Array(message, POSITION_BYTES);
    clearTimeout(this.quietTimer);
    decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp, data }));
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    clearTimeout(this.quietTimer);
    for (const gesture of ['pointerdown', 'keydown'])
      removeEventListener(gesture, this.onGesture, { capture: true });
    this.context.removeEventListener('statechange', this.tell);
    if (this.decoder?.state === 'configured') this.decoder.close();
    void this.context.close();
  }

  private readonly tell = (): void => this.listener.onAudible(this.context.state === 'running');

  private newDecoder(): AudioDecoder {
    const decoder = new AudioDecoder({
      output: (data) => this.pass(data),
      error: () => this.fail(),
    });
    decoder.configure({ codec: 'opus', sampleRate: SAMPLES_PER_SECOND, numberOfChannels: CHANNELS });
    return decoder;
  }

  /** The word for it must not overtake what is still being decoded: it would seem to come late. */
  private fallSilent(): void {
    clearTimeout(this.quietTimer);
    this.quietTimer = setTimeout(() => this.node?.port.postMessage(null), DECODED_WITHIN_MS);
  }

  private pass(data: AudioData): void {
    const samples = Array.from({ length: CHANNELS }, (_, channel) => {
      const plane = new Float32Array(data.numberOfFrames);
      data.copyTo(plane, { planeIndex: Math.min(channel, data.numberOfChannels - 1), format: 'f32-planar' });
      return plane;
    });
    data.close();
    // without this a context that may not be heard yet would keep all that came meanwhile
    if (this.context.state !== 'running') return;
    this.node?.port.postMessage(
      samples,
      samples.map(({ buffer }) => buffer),
    );
  }

  private fail(): void {
    this.faults += 1;
    if (this.isClosed) return;
    if (this.faults < MOST_FAULTS) this.decoder = this.newDecoder();
    else this.listener.onBroken();
  }
}
