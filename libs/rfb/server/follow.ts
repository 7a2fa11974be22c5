import type { ServerMalformed } from './server-message.js';

/** What a script asks for: the next `take` bytes, kept with the message, or that the next `skip` pass by unkept. */
export type Ask = { readonly take: number } | { readonly skip: number };

/** A message written down in the order in which it comes; it ends with a result or throws `CannotFollow`. */
export type Script<Result> = Generator<Ask, Result, Uint8Array>;

/** Thrown inside a script alone; callers see `{status: 'malformed'}`. */
export class CannotFollow extends Error {
  constructor(readonly reason: ServerMalformed) {
    super(reason);
  }
}

/** For `yield*`: the next `length` bytes. What is given is valid until the next question. */
export function* take(length: number): Script<DataView> {
  const bytes = yield { take: length };
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** For `yield*`: the next `length` bytes are somebody else's business. */
export function* skip(length: number): Script<void> {
  yield { skip: length };
}
