import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';

/** OWASP Password Storage Cheat Sheet: argon2id (what the library does unless told) with 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Passwords as argon2id hashes in PHC form; the work runs off the event loop. */
@Injectable()
export class PasswordHashes {
  /** A hash that no password fits, of the same cost as any other. */
  private readonly unknown = hash(randomBytes(32), COST);

  make(password: string): Promise<string> {
    return hash(password, COST);
  }

  /** Without a hash (no such account) it takes as long as with one and answers false. */
  async fits(password: string, passwordHash: string | undefined): Promise<boolean> {
    const fits = await verify(passwordHash ?? (await this.unknown), password);
    return fits && passwordHash !== undefined;
  }
}
