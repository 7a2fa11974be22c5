import { FRAME_BYTES } from './sound-frame.js';

const NOTHING = Buffer.alloc(FRAME_BYTES);
/** The end of a sound is sent to its end: what decodes it fades out. */
const SENT_AFTER_SOUND = 10;
/** Half a second: whoever listens hears that the line is there. */
const SAID_EVERY = 25;

/** What is done with each frame: nobody encodes silence. */
export class Silence {
  private silent = SENT_AFTER_SOUND;

  judge(frame: Buffer): 'sound' | 'say' | 'skip' {
    if (!frame.equals(NOTHING)) {
      this.silent = 0;
      return 'sound';
    }
    this.silent += 1;
    if (this.silent <= SENT_AFTER_SOUND) return 'sound';
    return (this.silent - SENT_AFTER_SOUND) % SAID_EVERY === 1 ? 'say' : 'skip';
  }
}
