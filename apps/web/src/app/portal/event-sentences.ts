import { SESSION_EVENTS, type SessionEvent, type SessionEventData, type SessionEventName } from '#contracts';
import type { IconName } from '../ui/icons.js';
import { clockTime, spanWords } from '../ui/time-words.js';
import { END_LABELS } from './end-words.js';

export type Tone = 'calm' | 'live' | 'warn' | 'over';

/** An event as a line of the timeline. */
export interface Sentence {
  icon: IconName;
  tone: Tone;
  text: string;
}

type Sentences = { [Name in SessionEventName]: (data: SessionEventData<Name>) => Sentence };

const SENTENCES: Sentences = {
  'session.created': ({ ttlSeconds }) => ({
    icon: 'receipt_long',
    tone: 'calm',
    text: `Paid: a desktop for ${spanWords(ttlSeconds * 1000)}`,
  }),
  'session.activated': ({ expiresAt }) => ({
    icon: 'play_circle',
    tone: 'live',
    text: `Your time began. It ends ${clockTime(expiresAt, true)}`,
  }),
  'session.expiring': ({ minutesLeft }) => ({
    icon: 'hourglass_empty',
    tone: 'warn',
    text: `${spanWords(minutesLeft * 60_000)} left`,
  }),
  'session.ended': ({ endReason }) => ({
    icon: 'power_settings_new',
    tone: 'over',
    text: END_LABELS[endReason],
  }),
  'desktop.ready': () => ({ icon: 'desktop_windows', tone: 'live', text: 'Your desktop was up' }),
  'desktop.lost': () => ({ icon: 'cloud_off', tone: 'warn', text: 'Your desktop stopped by itself' }),
  'desktop.restarted': () => ({ icon: 'refresh', tone: 'live', text: 'Your desktop was started again' }),
  'viewer.joined': ({ by, access }) => ({
    icon: 'visibility',
    tone: by === 'admin' ? 'warn' : 'calm',
    text: viewerJoined(by, access),
  }),
  'viewer.left': ({ by }) => ({
    icon: 'visibility_off',
    tone: 'calm',
    text: by === 'admin' ? 'An administrator stopped watching' : 'You closed a window',
  }),
  'egress.denied': ({ count, hosts }) => ({
    icon: 'block',
    tone: 'warn',
    text: `${count === 1 ? 'A visit' : `${count} visits`} to ${hostList(hosts)} ${count === 1 ? 'was' : 'were'} not allowed`,
  }),
};

/** A line for an event; undefined for one that this portal is too old to know, or whose data it cannot read. */
export function sentenceOf(event: Pick<SessionEvent, 'name' | 'data'>): Sentence | undefined {
  return isKnown(event.name) ? say(event.name, event.data) : undefined;
}

function say<Name extends SessionEventName>(name: Name, raw: unknown): Sentence | undefined {
  const data = SESSION_EVENTS[name].safeParse(raw);
  return data.success ? SENTENCES[name](data.data as SessionEventData<Name>) : undefined;
}

function isKnown(name: string): name is SessionEventName {
  return Object.hasOwn(SENTENCES, name);
}

function viewerJoined(by: 'customer' | 'admin', access: 'control' | 'view'): string {
  if (by === 'admin') return 'An administrator began to watch';
  return access === 'view' ? 'You opened a window to look' : 'You opened the desktop';
}

function hostList(hosts: string[]): string {
  const [first, ...others] = hosts;
  if (first === undefined) return 'a protected address';
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
