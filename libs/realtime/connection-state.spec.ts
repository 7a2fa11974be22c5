import { describe, expect, it } from '@jest/globals';
import { assertLegalMove, TRANSITIONS, type ConnectionStateName } from './connection-state.js';

const names = Object.keys(TRANSITIONS) as ConnectionStateName[];

describe('the table of transitions', () => {
  it('refuses what is not in it, by name', () => {
    expect(() => assertLegalMove('stopped', 'connected')).toThrow('from stopped to connected');
    expect(() => assertLegalMove('idle', 'reconnecting')).toThrow('from idle to reconnecting');
  });

  it('allows what is in it', () => {
    expect(() => assertLegalMove('reconnecting', 'connecting')).not.toThrow();
  });

  it('reaches every state from idle', () => {
    const reached = new Set<ConnectionStateName>(['idle']);
    for (const name of reached) for (const next of TRANSITIONS[name]) reached.add(next);
    expect([...reached].sort()).toEqual([...names].sort());
  });

  it('lets the owner stop from everywhere', () => {
    const others = names.filter((name) => name !== 'idle');
    expect(others.filter((name) => !(TRANSITIONS[name] as readonly string[]).includes('idle'))).toEqual([]);
  });

  it('connects through "connecting" alone, and leaves "stopped" by the owner alone', () => {
    const intoConnected = names.filter((name) =>
      (TRANSITIONS[name] as readonly string[]).includes('connected'),
    );
    expect(intoConnected).toEqual(['connecting', 'unstable']);
    expect(TRANSITIONS.stopped).toEqual(['connecting', 'idle']);
  });
});
