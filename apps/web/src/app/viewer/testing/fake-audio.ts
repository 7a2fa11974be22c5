/** As much of a browser's audio as the player uses; what a person's ear would find out, a test reads. */
export class FakeAudio {
  /** Whether a person has touched the page. */
  isAllowed = true;
  /** Whether what comes can be decoded. */
  isSound = true;
  /** Whether the decoder keeps what it is given until `decodeAll`. */
  isSlow = false;
  private readonly kept: (() => void)[] = [];
  readonly played: unknown[] = [];
  readonly contexts: FakeContext[] = [];
  decoders = 0;

  decode(answer: () => void): void {
    if (this.isSlow) this.kept.push(answer);
    else answer();
  }

  get waiting(): number {
    return this.kept.length;
  }

  decodeAll(): number {
    const all = this.kept.splice(0);
    for (const answer of all) answer();
    return all.length;
  }

  /** Puts itself in the browser's place. Returns what takes it away again. */
  install(): () => void {
    const names = {
      AudioContext: contextOf(this),
      AudioWorkletNode: workletOf(this),
      AudioDecoder: decoderOf(this),
      EncodedAudioChunk: class {
        constructor(readonly init: { timestamp: number; data: Uint8Array }) {}
      },
    };
    Object.assign(globalThis, names);
    return () => {
      for (const name of Object.keys(names)) Reflect.deleteProperty(globalThis, name);
    };
  }
}

interface FakeContext extends EventTarget {
  state: string;
}

function contextOf(audio: FakeAudio) {
  return class extends EventTarget {
    state = 'suspended';
    readonly destination = {};
    readonly audioWorklet = { addModule: () => Promise.resolve() };

    constructor() {
      super();
      audio.contexts.push(this);
    }

    resume() {
      if (audio.isAllowed && this.state === 'suspended') this.become('running');
      return Promise.resolve();
    }

    close() {
      this.become('closed');
      return Promise.resolve();
    }

    private become(state: string) {
      this.state = state;
      this.dispatchEvent(new Event('statechange'));
    }
  };
}

function workletOf(audio: FakeAudio) {
  return class {
    readonly port = { postMessage: (samples: unknown) => audio.played.push(samples) };
    connect() {
      return undefined;
    }
  };
}

function decoderOf(audio: FakeAudio) {
  return class {
    state = 'unconfigured';

    constructor(private readonly init: { output(data: unknown): void; error(error: Error): void }) {
      audio.decoders += 1;
    }

    get decodeQueueSize() {
      return audio.waiting;
    }

    configure() {
      this.state = 'configured';
    }

    close() {
      this.state = 'closed';
    }

    decode() {
      if (!audio.isSound) {
        this.state = 'closed';
        return void this.init.error(new Error('not Opus'));
      }
      audio.decode(() => this.answer());
    }

    private answer() {
      this.init.output({
        numberOfFrames: 960,
        numberOfChannels: 2,
        copyTo: (plane: Float32Array) => void plane.fill(0.5),
        close: () => undefined,
      });
    }
  };
}
