import {
  type ControllerKind,
  SESSION_EVENTS,
  type SessionEvent,
  type SessionEventData,
  type SessionEventName,
  type ViewerKind,
} from '#contracts';
import type { IconName } from '../ui/icons.js';
import { clockTime, spanWords } from '../ui/time-words.js';
import { END_LABELS } from './end-words.js';
import { RECORDING_STOPPED } from '../player/recording-words.js';

export type Tone = 'calm' | 'live' | 'warn' | 'over';

/** An event as a line of the timeline. */
export interface Sentence {
  icon: IconName;
  tone: Tone;
  text: string;
}

/** Whom a line speaks to: the one whose session it is, or an administrator. */
export type Reader = 'owner' | 'admin';

type Sentences = { [Name in SessionEventName]: (data: SessionEventData<Name>, reader: Reader) => Sentence };

/** Who has control from now on; `toldEvents` leaves out what changed for nobody. */
const CONTROL_HELD: Record<Reader, Record<ControllerKind | 'nobody', string>> = {
  owner: {
    user: 'Control is now with one of your windows',
    agent: 'Control is now with the agent',
    nobody: 'The agent let go of control',
  },
  admin: {
    user: 'Control is now with one of the customer’s windows',
    agent: 'Control is now with the agent',
    nobody: 'The agent let go of control',
  },
};

const SENTENCES: Sentences = {
  'session.created': ({ ttlSeconds }) => ({
    icon: 'receipt_long',
    tone: 'calm',
    text: `Paid: a desktop for ${spanWords(ttlSeconds * 1000)}`,
  }),
  'session.activated': ({ expiresAt }, reader) => ({
    icon: 'play_circle',
    tone: 'live',
    text: `${whose(reader)} time began. It ends ${clockTime(expiresAt, true)}`,
  }),
  'session.expiring': ({ minutesLeft }) => ({
    icon: 'hourglass_empty',
    tone: 'warn',
    text: `${spanWords(minutesLeft * 60_000)} left`,
  }),
  'session.extended': ({ seconds, expiresAt }) => ({
    icon: 'receipt_long',
    tone: 'live',
    text: `Paid: ${spanWords(seconds * 1000)} more. It ends ${clockTime(expiresAt, true)}`,
  }),
  'session.shortened': ({ seconds, expiresAt }) => ({
    icon: 'receipt_long',
    tone: 'warn',
    text: `Money back: ${spanWords(seconds * 1000)} less. It ends ${clockTime(expiresAt, true)}`,
  }),
  'session.credited': ({ seconds }, reader) => ({
    icon: 'history',
    tone: 'live',
    text: creditWords(spanWords(seconds * 1000), reader),
  }),
  'session.ended': ({ endReason }, reader) => ({
    icon: 'power_settings_new',
    tone: 'over',
    text:
      endReason === 'ended_by_user' && reader === 'admin' ? 'Ended by the customer' : END_LABELS[endReason],
  }),
  'desktop.ready': (_, reader) => ({
    icon: 'desktop_windows',
    tone: 'live',
    text: `${whose(reader)} desktop was up`,
  }),
  'desktop.lost': (_, reader) => ({
    icon: 'cloud_off',
    tone: 'warn',
    text: `${whose(reader)} desktop stopped by itself`,
  }),
  'desktop.restarted': ({ program, times = 1 }, reader) => ({
    icon: 'refresh',
    tone: program === undefined ? 'live' : 'warn',
    text:
      program === undefined
        ? `${whose(reader)} desktop was started again`
        : `${whose(reader)} browser crashed${times > 1 ? ` ${times} times` : ''} and was started again with its tabs`,
  }),
  'viewer.joined': ({ by, access }, reader) => ({
    icon: 'visibility',
    tone: by === 'admin' ? 'warn' : 'calm',
    text: `${who(by, reader)} ${by !== 'customer' ? 'began to watch' : access === 'view' ? 'opened a window to look' : 'opened the desktop'}`,
  }),
  'viewer.left': ({ by }, reader) => ({
    icon: 'visibility_off',
    tone: 'calm',
    text:
      by === 'customer'
        ? `A window of ${reader === 'owner' ? 'yours' : 'the customer'} is gone`
        : `${who(by, reader)} is no longer watching`,
  }),
  'control.changed': ({ holderKind }, reader) => ({
    icon: 'desktop_windows',
    tone: 'calm',
    text: CONTROL_HELD[reader][holderKind ?? 'nobody'],
  }),
  'control.requested': ({ requesterKind }, reader) => ({
    icon: 'desktop_windows',
    tone: 'warn',
    text: `${requesterKind === 'agent' ? 'The agent' : `Another window of ${reader === 'owner' ? 'yours' : 'the customer'}`} asks for control`,
  }),
  'share.created': ({ label, expiresAt }) => ({
    icon: 'group',
    tone: 'calm',
    text: `A link to watch was made${label ? ` (${label})` : ''}. It works until ${clockTime(expiresAt)}`,
  }),
  'share.revoked': ({ label }) => ({
    icon: 'group',
    tone: 'calm',
    text: `A link to watch was taken back${label ? ` (${label})` : ''}`,
  }),
  'recording.started': ({ by }) => ({
    icon: 'radio_button_checked',
    tone: 'warn',
    text: by === 'policy' ? 'Recording began, as for every session here' : 'Recording began',
  }),
  'recording.stopped': ({ reason }) => ({
    icon: 'stop_circle',
    tone: reason === 'customer' ? 'calm' : 'warn',
    text: RECORDING_STOPPED[reason],
  }),
  'egress.denied': ({ count, hosts }) => ({
    icon: 'block',
    tone: 'warn',
    text: `${count === 1 ? 'A visit' : `${count} visits`} to ${hostList(hosts)} ${count === 1 ? 'was' : 'were'} not allowed`,
  }),
};

/** A line for an event; undefined for one that this portal is too old to know, or whose data it cannot read. */
export function sentenceOf(event: Pick<SessionEvent, 'name' | 'data'>, reader: Reader): Sentence | undefined {
  return isKnown(event.name) ? say(event.name, event.data, reader) : undefined;
}

function say<Name extends SessionEventName>(name: Name, raw: unknown, reader: Reader): Sentence | undefined {
  const data = SESSION_EVENTS[name].safeParse(raw);
  return data.success ? SENTENCES[name](data.data as SessionEventData<Name>, reader) : undefined;
}

function isKnown(name: string): name is SessionEventName {
  return Object.hasOwn(SENTENCES, name);
}

function whose(reader: Reader): string {
  return reader === 'owner' ? 'Your' : 'The';
}

function creditWords(span: string, reader: Reader): string {
  const them = span.startsWith('1 ') ? 'it' : 'them';
  return reader === 'owner'
    ? `Your desktop was unreachable for ${span}. We added ${them} to your time.`
    : `The desktop was unreachable for ${span}, through our fault: ${them === 'it' ? 'it was' : 'they were'} added to the time`;
}

function who(by: ViewerKind, reader: Reader): string {
  if (by === 'admin') return 'An administrator';
  if (by === 'guest') return 'A guest';
  return reader === 'owner' ? 'You' : 'The customer';
}

function hostList(hosts: string[]): string {
  const [first, ...others] = hosts;
  if (first === undefined) return 'a protected address';
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
