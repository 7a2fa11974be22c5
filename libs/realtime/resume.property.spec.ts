import { describe, expect, it } from '@jest/globals';
import { SessionId, type SessionEvent } from '#contracts';
import fc from 'fast-check';
import { RealtimeClient } from './realtime-client.js';
import { FakeEnvironment } from './testing/fake-environment.js';
import { FakeTime } from './testing/fake-time.js';
import { RecordedServer } from './testing/recorded-server.js';

const SESSIONS = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'].map((id) =>
  SessionId.parse(id),
);

/** What a reader has been given since its log last began anew, and each event that was not the next one. */
class Reader {
  readonly given: SessionEvent[] = [];
  readonly outOfOrder: SessionEvent[] = [];
  resets = 0;

  receive(event: SessionEvent): void {
    if (event.seq !== this.given.length + 1) this.outOfOrder.push(event);
    this.given.push(event);
  }

  reset(): void {
    this.given.length = 0;
    this.resets += 1;
  }
}

/** A portal, the server it talks to, and all that can go wrong between them. */
class World {
  readonly time = new FakeTime();
  readonly server = new RecordedServer();
  readonly environment = new FakeEnvironment();
  readonly readers = SESSIONS.map(() => new Reader());
  readonly client: RealtimeClient;
  private luck: number;

  constructor(seed: number) {
    this.luck = seed;
    this.client = new RealtimeClient({
      url: 'ws://localhost/ws',
      token: this.server.token,
      createSocket: this.server.createSocket,
      environment: this.environment,
      time: this.time,
      random: () => this.random(),
    });
    SESSIONS.forEach((sessionId, index) => {
      const reader = this.readers[index] as Reader;
      const listener = {
        onEvent: (event: SessionEvent) => reader.receive(event),
        onReset: () => reader.reset(),
      };
      this.client.subscribe(sessionId, listener, { seq: 0 });
    });
    this.client.start();
  }

  /** Everything works again. A message that a server forgot shows as a gap when the next event comes. */
  async heal(): Promise<void> {
    this.server.heal();
    await this.flow();
    for (const sessionId of SESSIONS) this.server.append(sessionId);
    await this.flow();
  }

  /** Longer than the longest back-off and the longest wait that this server asks for. */
  private async flow(): Promise<void> {
    for (let second = 0; second < 60; second += 1) {
      await this.time.advance(1000);
      this.server.deliver();
    }
  }

  private random(): number {
    // Numerical Recipes' linear congruential generator: any will do, but it must repeat with the seed.
    this.luck = (this.luck * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return this.luck / 2 ** 32;
  }
}

type Step = (world: World) => void | Promise<void>;

const anySession = fc.constantFrom(...SESSIONS);
const step = (run: Step) => fc.constant(run);
const deliver = step((world) => world.server.deliver());

/** Weighted towards events that flow, so that there is something to lose. */
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: anySession.map(
      (id): Step =>
        (world) =>
          world.server.append(id),
    ),
  },
  { weight: 4, arbitrary: deliver },
  {
    weight: 4,
    arbitrary: fc.integer({ min: 1, max: 4 }).map(
      (n): Step =>
        (world) =>
          world.server.deliver(n),
    ),
  },
  {
    weight: 5,
    arbitrary: fc.integer({ min: 1, max: 20_000 }).map(
      (ms): Step =>
        (world) =>
          world.time.advance(ms),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(1006, 1012, 1013, 4408, 4409, 4413).map(
      (code): Step =>
        (world) =>
          world.server.cut(code),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat(5000).map(
      (ms): Step =>
        (world) =>
          world.server.restart(ms),
    ),
  },
  { weight: 1, arbitrary: step((world) => world.server.freeze()) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 3 }).map(
      (n): Step =>
        (world) =>
          world.server.refuseTokens(n),
    ),
  },
  {
    weight: 1,
    arbitrary: anySession.map(
      (id): Step =>
        (world) =>
          world.server.repeat(id),
    ),
  },
  { weight: 1, arbitrary: step((world) => world.server.loseNext()) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('offline', 'online', 'visible').map(
      (signal): Step =>
        (world) =>
          world.environment.say(signal),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 600_000 }).map(
      (ms): Step =>
        (world) =>
          world.time.sleep(ms),
    ),
  },
  {
    weight: 1,
    arbitrary: step((world) => {
      world.client.stop();
      world.client.start();
    }),
  },
);

const restore = fc.nat(3).map(
  (lost): Step =>
    (world) =>
      world.server.restore(lost),
);

const play = async (run: readonly Step[], seed: number): Promise<World> => {
  const world = new World(seed);
  for (const one of run) await one(world);
  await world.heal();
  return world;
};
const expectComplete = (world: World) => {
  SESSIONS.forEach((sessionId, index) => {
    expect(world.readers[index]?.outOfOrder).toEqual([]);
    expect(world.readers[index]?.given).toEqual(world.server.logOf(sessionId));
  });
  expect(world.client.state.name).toBe('connected');
};

describe('a log read across random faults', () => {
  it('is complete, in order and without doubles', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 60 }), fc.nat(), async (run, seed) => {
        const world = await play(run, seed);
        expectComplete(world);
        expect(world.readers.map((reader) => reader.resets)).toEqual([0, 0]);
      }),
      { seed: 20_261_123, numRuns: 2000 },
    );
  });

  it('begins anew when the database was restored, and is then complete', async () => {
    const withRestores = fc.array(
      fc.oneof({ weight: 12, arbitrary: steps }, { weight: 1, arbitrary: restore }),
      {
        maxLength: 60,
      },
    );
    await fc.assert(
      fc.asyncProperty(withRestores, fc.nat(), async (run, seed) => expectComplete(await play(run, seed))),
      { seed: 20_261_124, numRuns: 1000 },
    );
  });
});
