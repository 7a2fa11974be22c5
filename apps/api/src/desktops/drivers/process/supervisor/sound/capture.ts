import net from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { desktopSocket } from '../door/desktop-socket.js';
import { opusEncoder } from './opus-encoder.js';
import { PcmFrames } from './pcm-frames.js';
import { RealTime } from './real-time.js';
import { Silence } from './silence.js';
import { FRAME_SAMPLES, soundFrame } from './sound-frame.js';

/**
 * The thread that listens to a desktop for whoever listens to us: samples in, frames of a sound socket out. It runs while
 * somebody listens, and with it goes all that the codec took. What comes from the desktop are samples, of which there are
 * no wrong ones: a hostile desktop makes noise, never a packet.
 */
const { pcm, codec } = workerData as CaptureSettings;

export interface CaptureSettings {
  /** The desktop's socket of samples. */
  pcm: string;
  /** The folder of the package `opusscript`. */
  codec: string;
}

const encode = opusEncoder(codec);
const frames = new PcmFrames();
const silence = new Silence();
const realTime = new RealTime();
let position = 0;

const { path, close } = desktopSocket(pcm, process.getuid?.() ?? 0);
const desktop = net.connect({ path }, close);
desktop.once('error', close);
desktop.on('close', () => process.exit()); // the thread
desktop.on('error', () => desktop.destroy());
desktop.on('data', (chunk) => {
  frames.push(chunk, hear);
  const waitMs = realTime.waitAfter(position);
  if (waitMs === 0) return;
  desktop.pause();
  setTimeout(() => desktop.resume(), waitMs);
});

function hear(frame: Buffer): void {
  const verdict = silence.judge(frame);
  if (verdict === 'sound') say(soundFrame(position, encode(frame)));
  if (verdict === 'say') say(soundFrame(position));
  position += FRAME_SAMPLES;
}

function say(frame: Buffer): void {
  parentPort?.postMessage(frame, [frame.buffer as ArrayBuffer]);
}
