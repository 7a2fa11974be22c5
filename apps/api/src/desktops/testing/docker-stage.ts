import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Docker from 'dockerode';
import { nameOf } from '../drivers/docker/desktop-container.js';
import { DockerDriver } from '../drivers/docker/docker.driver.js';
import { Engine } from '../drivers/docker/engine.js';
import { RunFolders } from '../drivers/process/run-folders.js';
import { compileSupervisor } from './compile-supervisor.js';
import type { DriverStage } from './driver-stage.js';
import { FakeEngine } from './engine/fake-engine.js';
import { processesNaming } from './processes.js';
import { aDesktopAt, LIMITS, withSound } from './stage-settings.js';

const SECCOMP = path.resolve(import.meta.dirname, '../../../../../docker/seccomp.json');
const IMAGE = 'onedollaragent-desktop';

interface Options {
  socketPath: string;
  runDir: string;
  supervisorDir: string;
  image: string;
  startUrl?: string;
}

export function driverOf({ startUrl, socketPath, runDir, supervisorDir, image }: Options): DockerDriver {
  return new DockerDriver({
    ...{ supervisorDir, image, max: 4, limits: LIMITS, spec: withSound(aDesktopAt(startUrl)) },
    engine: new Engine(new Docker({ socketPath })),
    instance: path.basename(runDir),
    seccomp: JSON.stringify(JSON.parse(readFileSync(SECCOMP, 'utf8'))),
    folders: new RunFolders(runDir),
  });
}

/** A Docker engine: the one at `realSocket`, with the image built, or a fake one. */
export async function dockerStage(realSocket: string | undefined): Promise<DriverStage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'oda-docker-'));
  chmodSync(folder, 0o755); // as root each desktop is another user
  const supervisorDir = compileSupervisor(path.join(folder, 'supervisor'));
  const fake = new FakeEngine(IMAGE, supervisorDir);
  const fakeSocket = path.join(folder, 'engine.sock');
  if (realSocket === undefined) await fake.listen(fakeSocket);

  const socketPath = realSocket ?? fakeSocket;
  const options: Options = {
    ...{ socketPath, supervisorDir, image: IMAGE },
    runDir: path.join(folder, `run${folder.slice(-6)}`),
  };
  const drivers: DockerDriver[] = [];
  const make = (change: Partial<Options> = {}) => {
    const driver = driverOf({ ...options, ...change });
    drivers.push(driver);
    return driver;
  };
  const docker = new Docker({ socketPath });
  const containersOf = async (id: string) =>
    (await docker.listContainers({ all: true })).filter(({ Names }) => Names.includes(`/${nameOf(id)}`));
  const folders = new RunFolders(options.runDir);

  return {
    driver: () => make(),
    driverAt: (startUrl) => make({ startUrl }),
    stranger: () => make({ runDir: path.join(folder, 'other') }),
    broken: () => make({ image: 'no-such-image' }),
    elsewhere: { module: import.meta.filename, options },
    tracesOf: async (id) => {
      const { path: place } = folders.of(id);
      return [
        ...(existsSync(place) ? [place] : []),
        ...processesNaming(place).map(({ line }) => line),
        ...(await containersOf(id)).map(({ Id }) => Id),
      ];
    },
    crash: (id) => docker.getContainer(nameOf(id)).kill() as Promise<void>,
    close: async () => {
      const [driver] = drivers;
      for (const id of (await driver?.list()) ?? []) await driver?.stop(id);
      if (realSocket === undefined) await fake.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
