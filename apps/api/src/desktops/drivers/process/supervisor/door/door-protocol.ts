/** What a client of a door asks for: it names it as the identity of its key. */
export type Room = 'rfb' | 'control' | 'cdp' | 'files';

/**
 * TLS with a key both sides have from elsewhere (RFC 4279, RFC 7905): each proves to the other that it has it, no
 * certificate is needed, and what was recorded stays closed when the key is lost later. Node offers it with TLS 1.2 only.
 */
export const DOOR_TLS = {
  ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
} as const;

/** A door's port, the same for every desktop: each has an address of its own. */
export const DOOR_PORT = 7443;

/** Bytes of a door's key; it is written as hex. */
export const DOOR_KEY_BYTES = 32;
