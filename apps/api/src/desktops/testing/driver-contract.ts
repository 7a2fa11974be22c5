import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DesktopDriver, EgressSums } from '../desktop-driver.js';
import { connectSound } from '../connect-desktop.js';
import { POSITION_BYTES } from '../drivers/process/supervisor/sound/sound-frame.js';
import { probeDesktop } from '../probe-desktop.js';
import { CallingPage } from './calling-page.js';
import type { DriverStage } from './driver-stage.js';
import { eventually } from './eventually.js';
import { firstSoundOf } from './first-sound.js';
import { startElsewhere } from './start-elsewhere.js';

/** Real desktops start in here, on a machine that does other things too. */
const WITHIN_MS = 90_000;

/** What every driver promises that makes its desktops itself, held against real desktops. */
export function describeDriver(name: string, open: () => Promise<DriverStage>): void {
  let stage: DriverStage;
  let driver: DesktopDriver;

  const started = async (by: DesktopDriver = driver) => {
    const id = randomUUID();
    await by.start(id);
    return id;
  };
  const answers = async (id: string, by: DesktopDriver = driver) => probeDesktop(await by.endpointOf(id));
  const expectNothingOf = async (id: string) => {
    expect(await stage.tracesOf(id)).toEqual([]);
    expect(await driver.list()).not.toContain(id);
    expect(await driver.isRunning(id)).toBe(false);
  };

  beforeAll(async () => {
    stage = await open();
    driver = stage.driver();
  }, WITHIN_MS);

  afterAll(() => stage.close(), WITHIN_MS);

  describe(`the ${name} driver's contract`, () => {
    it(
      'a started desktop answers, and is found where its row says',
      async () => {
        const id = randomUUID();
        const place = driver.placeOf(id);
        await driver.start(id);
        expect(driver.placeOf(id)).toEqual(place);
        expect(JSON.stringify(place)).not.toMatch(/key|password/i);
        await answers(id);
        expect(await driver.isRunning(id)).toBe(true);
        expect(await stage.tracesOf(id)).not.toEqual([]);
        await driver.stop(id);
        await expectNothingOf(id);
      },
      WITHIN_MS,
    );

    it(
      'a desktop is heard where the driver says so, and nowhere else',
      async () => {
        const id = await started();
        const endpoint = await driver.endpointOf(id);
        if (driver.hasSound) expect(await firstSoundOf(endpoint)).toHaveLength(POSITION_BYTES);
        else await expect(connectSound(endpoint)).rejects.toThrow();
        await driver.stop(id);
      },
      WITHIN_MS,
    );

    it(
      'a start that fails leaves nothing',
      async () => {
        const id = randomUUID();
        await expect(stage.broken().start(id)).rejects.toThrow('the desktop did not start');
        await expectNothingOf(id);
      },
      WITHIN_MS,
    );

    it(
      'a stop ends a desktop that is only starting',
      async () => {
        const id = randomUUID();
        const outcome = expect(driver.start(id)).rejects.toThrow('the desktop did not start');
        await eventually(async () => (await stage.tracesOf(id)).length > 0);
        await driver.stop(id);
        await outcome;
        await expectNothingOf(id);
      },
      WITHIN_MS,
    );

    it(
      'a stop may come twice, together, and for what never was',
      async () => {
        const id = await started();
        await Promise.all([driver.stop(id), driver.stop(id)]);
        await driver.stop(id);
        await expectNothingOf(id);
        await expect(driver.stop(randomUUID())).resolves.toBeUndefined();
      },
      WITHIN_MS,
    );

    it(
      'two start at once, and the end of one is not the end of the other',
      async () => {
        const [one, other] = await Promise.all([started(), started()]);
        expect(await driver.list()).toEqual(expect.arrayContaining([one, other]));
        await driver.stop(one);
        await answers(other);
        await driver.stop(other);
      },
      WITHIN_MS,
    );

    it(
      'lists its own desktops and nobody else’s',
      async () => {
        const id = await started();
        expect(await stage.stranger().list()).toEqual([]);
        expect(await stage.stranger().adopt(id)).toBe(false);
        await driver.stop(id);
        expect(await driver.list()).toEqual([]);
      },
      WITHIN_MS,
    );

    it(
      'keeps a pace or not, and never minds a desktop that is gone',
      async () => {
        const id = await started();
        driver.pace(id, 120);
        await answers(id);
        await driver.stop(id);
        expect(() => driver.pace(id, 60)).not.toThrow();
      },
      WITHIN_MS,
    );

    it(
      'gives away only what is there',
      async () => {
        await expect(driver.bind(randomUUID(), randomUUID(), 60_000)).rejects.toThrow();
        expect(await driver.adopt(randomUUID())).toBe(false);
      },
      WITHIN_MS,
    );

    it(
      'a desktop ends itself when its time is over, and that is told once',
      async () => {
        const id = await started();
        const gone: string[] = [];
        driver.onGone((desktopId) => gone.push(desktopId));
        await driver.bind(id, randomUUID(), 0);
        await eventually(async () => !(await driver.isRunning(id)));
        await driver.stop(id);
        await expectNothingOf(id);
        expect(gone.filter((desktopId) => desktopId === id)).toEqual([id]);
      },
      WITHIN_MS,
    );

    it(
      'a desktop that was prolonged lives on',
      async () => {
        const id = await started();
        const sessionId = randomUUID();
        await driver.bind(id, sessionId, 60_000);
        await driver.bind(id, sessionId, 120_000);
        await answers(id);
        await driver.stop(id);
      },
      WITHIN_MS,
    );

    it(
      'a desktop that crashes is told of once, and nothing of it stays',
      async () => {
        const id = await started();
        const gone: string[] = [];
        driver.onGone((desktopId) => gone.push(desktopId));
        await stage.crash(id);
        await eventually(async () => gone.includes(id));
        await driver.stop(id);
        await expectNothingOf(id);
        expect(gone).toEqual([id]);
      },
      WITHIN_MS,
    );

    it(
      'tells what passed its gate since it was given away, at the latest when it ends',
      async () => {
        const page = await CallingPage.serve();
        const talkative = stage.driverAt(page.url);
        const told: EgressSums[] = [];
        let refused = 0;
        talkative.onEgress((_id, _use, sums) => sums !== undefined && told.push(sums));
        talkative.onEgressDenied((_id, denials) => (refused += denials.length));
        const id = await started(talkative);
        await eventually(async () => page.calls > 3);
        await talkative.bind(id, randomUUID(), 60_000);
        const before = page.calls;
        await eventually(async () => page.calls > before + 3);
        await talkative.stop(id);
        await page.stop();
        const last = told.at(-1);
        expect(last?.connections).toBeGreaterThan(2);
        expect(last?.connections).toBeLessThanOrEqual(page.calls - before + 1); // one may have been on its way
        expect(last?.bytesUp).toBeGreaterThan(100);
        expect(last?.bytesDown).toBeGreaterThan(3 * CallingPage.ANSWER_BYTES);
        expect(last?.denied).toBeGreaterThan(2);
        expect(refused).toBeGreaterThan(0);
      },
      WITHIN_MS,
    );

    it(
      'a desktop outlives the process that started it, and the next one takes it over',
      async () => {
        const id = randomUUID();
        const process = await startElsewhere(stage.elsewhere, id);
        await process.kill();
        await answers(id);

        const next = stage.driver();
        expect(await next.list()).toContain(id);
        expect(await next.isRunning(id)).toBe(false);
        expect(await next.adopt(id)).toBe(true);
        expect(await next.adopt(id)).toBe(true);
        await next.bind(id, randomUUID(), 60_000);
        await answers(id, next);
        await next.stop(id);
        await expectNothingOf(id);
      },
      WITHIN_MS,
    );
  });
}
