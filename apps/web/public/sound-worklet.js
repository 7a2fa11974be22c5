/**
 * Plays what the sound socket brings, on the thread that feeds the loudspeaker. Between the two lies a little sound: so
 * much that a packet may come late, so little that a person hears a click when they see it. It grows when the line is
 * uneven, and shrinks again; what lies there for too long is skipped, for sound is live.
 *
 * Messages: two Float32Arrays, left and right, of samples at 48 kHz; or null: nothing follows for now.
 */
const PER_MS = 48;
const LEAST = 40 * PER_MS;
const MOST = 160 * PER_MS;
const STEP = 20 * PER_MS;
/** Above the cushion by this much, sound is late for good. */
const TOO_LATE = 120 * PER_MS;
/** A line that was even for so long may do with less. */
const CALM = 5_000 * PER_MS;

class DesktopSound extends AudioWorkletProcessor {
  constructor() {
    super();
    this.chunks = [];
    this.at = 0; // samples of the first chunk that were played
    this.waiting = 0;
    this.cushion = LEAST;
    this.calm = 0;
    this.isPlaying = false;
    this.isQuiet = true;
    this.port.onmessage = ({ data }) => this.receive(data);
  }

  receive(chunk) {
    this.isQuiet = chunk === null;
    if (this.isQuiet) return;
    this.chunks.push(chunk);
    this.waiting += chunk[0].length;
    if (this.waiting > this.cushion + TOO_LATE)
      while (this.waiting > this.cushion && this.chunks.length > 1) this.drop();
  }

  drop() {
    this.waiting -= this.chunks.shift()[0].length - this.at;
    this.at = 0;
  }

  process(_inputs, [output]) {
    const wanted = output[0].length;
    // what is the last of a sound need not wait for more
    if (!this.isPlaying) this.isPlaying = this.waiting >= this.cushion || (this.isQuiet && this.waiting > 0);
    if (!this.isPlaying) return true;
    let played = 0;
    while (played < wanted && this.chunks.length > 0) {
      const [first] = this.chunks;
      const count = Math.min(wanted - played, first[0].length - this.at);
      output.forEach((channel, n) => channel.set(first[n].subarray(this.at, this.at + count), played));
      played += count;
      this.at += count;
      this.waiting -= count;
      if (this.at === first[0].length) this.drop();
    }
    this.judge(wanted - played, wanted);
    return true;
  }

  judge(missing, wanted) {
    this.calm = missing > 0 ? 0 : this.calm + wanted;
    if (missing > 0) {
      this.isPlaying = false;
      if (!this.isQuiet) this.cushion = Math.min(MOST, this.cushion + STEP);
    }
    if (this.calm < CALM) return;
    this.calm = 0;
    this.cushion = Math.max(LEAST, this.cushion - STEP);
  }
}

registerProcessor('desktop-sound', DesktopSound);
