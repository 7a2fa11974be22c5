import { describe, expect, it } from '@jest/globals';
import { socketUrl } from './socket-url.js';

describe('socketUrl', () => {
  it('is encrypted where the portal is', () => {
    expect(socketUrl('https://app.example', '/ws')).toBe('wss://app.example/ws');
  });

  it('keeps a port', () => {
    expect(socketUrl('http://localhost:3000', '/vnc/1')).toBe('ws://localhost:3000/vnc/1');
  });

  it('refuses what is no origin', () => {
    expect(() => socketUrl('localhost', '/ws')).toThrow('Invalid URL');
  });
});
