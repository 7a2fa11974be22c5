import { execFileSync } from 'node:child_process';

const ip = (...args: string[]) => execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });

/** A machine of its own at the other end of a cable. Needs root. */
export class NetworkNamespace {
  private constructor(
    readonly name: string,
    /** Of this machine, as seen from there. */
    readonly hostAddress: string,
  ) {}

  static isPossible(): boolean {
    return process.getuid?.() === 0;
  }

  static create(): NetworkNamespace {
    const id = process.pid.toString(36);
    const [name, outside, inside] = [`oda-test-${id}`, `odat${id}`, `odac${id}`];
    // 198.18.0.0/15 is set aside for tests (RFC 2544); a /30 each, by process
    const net = `198.18.${(process.pid >> 6) & 0xff}`;
    const first = (process.pid & 0x3f) << 2;
    ip('netns', 'add', name);
    ip('link', 'add', outside, 'type', 'veth', 'peer', 'name', inside, 'netns', name);
    ip('addr', 'add', `${net}.${first + 1}/30`, 'dev', outside);
    ip('link', 'set', outside, 'up');
    ip('-n', name, 'addr', 'add', `${net}.${first + 2}/30`, 'dev', inside);
    ip('-n', name, 'link', 'set', inside, 'up');
    return new NetworkNamespace(name, `${net}.${first + 1}`);
  }

  /** Every packet is dropped from now on, in both directions; nobody is told. */
  dropPackets(): void {
    const inside = `odac${this.name.slice('oda-test-'.length)}`;
    ip('-n', this.name, 'link', 'set', inside, 'down');
  }

  remove(): void {
    ip('netns', 'del', this.name); // the cable goes with it
  }
}
