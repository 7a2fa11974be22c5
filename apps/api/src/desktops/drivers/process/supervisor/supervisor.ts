import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BrowserCrashes } from './browser-crashes.js';
import { browserPolicies } from './browser-policies.js';
import { ContainerSandbox } from './container-sandbox.js';
import type { ControlRequest, SupervisorStatus } from './control-protocol.js';
import { ControlServer } from './control-server.js';
import type { DesktopFolder } from './desktop-folder.js';
import { startEgress } from './egress.js';
import { DenialCounts } from './gate/denial-counts.js';
import { EgressAccount } from './gate/egress-account.js';
import type { InitReport } from './init/report.js';
import { LastLine } from './last-line.js';
import { watchMemory } from './memory-watch.js';
import { OPENBOX_CONFIG } from './openbox-config.js';
import { identify } from './process-identity.js';
import { sandboxArguments } from './sandbox-arguments.js';
import { Sandbox } from './sandbox.js';
import { SoundServer } from './sound/sound-server.js';
import type { SupervisorSpec } from './supervisor-spec.js';

const SETTLE_WITHIN_MS = 2_000; // measured: 100 to 150 ms after the first page
const PASS_ON_EVERY_MS = 10_000;
/** How a program ends that was closed. */
const CLOSED = 'exit 0';

/**
 * Holds one desktop from its first process to its last: gate, sandbox, control socket. Lives on when the api goes,
 * and never longer than the desktop; its own death, of whatever kind, ends the desktop.
 */
export class Supervisor {
  private readonly denials = new DenialCounts();
  private readonly crashes = new BrowserCrashes();
  private readonly lastLine = new LastLine((reason) => void this.end(reason));
  private readonly control = new ControlServer({
    status: () => this.status,
    handle: (request) => this.handle(request),
    watched: (isWatched) => this.lastLine.setWatched(isWatched),
    joined: () => this.account?.owe(),
  });
  private readonly ending = new AbortController();
  private readonly settled = Promise.withResolvers<undefined>();
  private sandbox: Promise<Sandbox | ContainerSandbox> | null = null;
  private status: SupervisorStatus;
  /** Null until the gate is open. */
  private account: EgressAccount | null = null;
  /** Freezing and thawing, one after the other. */
  private standstill: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: DesktopFolder,
    private readonly spec: SupervisorSpec,
    private readonly log: (line: string) => void,
  ) {
    this.status = {
      desktopId: spec.desktopId,
      phase: 'starting',
      sessionId: null,
      restarts: 0,
      frozen: false,
    };
  }

  async start(): Promise<void> {
    await this.control.listen(this.folder.control);
    this.lastLine.setWatched(false);
    writeFileSync(this.folder.policies, JSON.stringify(browserPolicies(this.spec.startUrl)));
    writeFileSync(this.folder.openbox, OPENBOX_CONFIG);
    const meter = await startEgress(this.folder.egress, this.spec.egress, this.denials);
    this.account = new EgressAccount(meter, this.denials);
    await this.serveSound();
    if (this.status.phase === 'ending') return;
    this.sandbox = this.startSandbox();
    await this.sandbox;
    setInterval(() => this.passOn(), PASS_ON_EVERY_MS);
  }

  private async serveSound(): Promise<void> {
    const { folder, spec, log } = this;
    if (spec.sound)
      await new SoundServer({ pcm: folder.pcm, codec: spec.sound.codec }, log).listen(folder.sound);
  }

  /** Ends the desktop and this process. Safe to call at any time, any number of times. */
  async end(reason: string): Promise<never> {
    if (this.status.phase !== 'ending') {
      this.log(`ending: ${reason}`);
      this.change({ phase: 'ending' });
      this.ending.abort();
    }
    await this.endSandbox();
    this.passOn(); // the last of it
    this.removeSockets();
    process.exit();
  }

  private removeSockets(): void {
    try {
      for (const socket of [this.folder.sockets, this.folder.control, this.folder.sound])
        rmSync(socket, { recursive: true, force: true });
    } catch {
      // in a pod the folder is a mount of its own, and goes with the pod
    }
  }

  /** One that is only being made is waited for: left alone too early, bubblewrap would not notice that we are gone. */
  private async endSandbox(): Promise<void> {
    try {
      const sandbox = await this.sandbox;
      sandbox?.kill();
      await sandbox?.gone();
    } catch {
      // it never came to be
    }
  }

  private async startSandbox(): Promise<Sandbox | ContainerSandbox> {
    const sandbox = await this.makeSandbox();
    const processes = { supervisor: identify(process.pid), sandbox: sandbox.first };
    writeFileSync(this.folder.processes, JSON.stringify(processes));
    sandbox.onReport((report) => this.heard(report));
    if (this.spec.watchesMemory === true && sandbox.first !== null)
      watchMemory(sandbox.first.pid, this.spec.memoryBytes, (pid) =>
        this.log(`out of memory: killed ${pid}`),
      );
    void sandbox.gone().then(() => this.sandboxEnded(sandbox));
    return sandbox;
  }

  private sandboxEnded({ complaints }: Sandbox | ContainerSandbox): Promise<never> {
    if (this.status.phase === 'starting') this.log(String(complaints)); // later it is no start that failed
    return this.end('the desktop ended');
  }

  private makeSandbox(): Promise<Sandbox | ContainerSandbox> {
    if (this.spec.sandbox === 'container')
      return ContainerSandbox.awaited(this.folder.init, this.ending.signal);
    const { node, geometry, startUrl, clipboard, memoryBytes, pids } = this.spec;
    const init = fileURLToPath(new URL('./init', import.meta.url));
    const settings = { geometry, startUrl, clipboard, sound: this.spec.sound !== undefined };
    return Sandbox.start(this.spec.cgroup, (fds) =>
      sandboxArguments({ folder: this.folder, node, init, settings, fds, memoryBytes, pids }),
    );
  }

  private handle(request: ControlRequest): void {
    if (request.type === 'status') this.passOn();
    if (request.type === 'stop') void this.end('told to stop');
    if (request.type === 'bind') {
      this.lastLine.setDeadline(request.remainingMs);
      this.account?.begin();
      void this.setFrozen(false).then(() => this.change({ sessionId: request.sessionId }));
    }
    if (request.type === 'freeze') void this.setFrozen(true);
    if (request.type === 'thaw') void this.setFrozen(false);
    if (request.type === 'pace') void this.sandbox?.then((sandbox) => sandbox.tell(request));
  }

  /** A desktop that is only just starting is not frozen: whoever starts it waits for its first page. */
  private setFrozen(frozen: boolean): Promise<void> {
    this.standstill = this.standstill.then(async () => {
      if (this.status.phase !== 'ready' || this.status.frozen === frozen) return;
      const sandbox = await this.sandbox;
      if (frozen) await Promise.race([this.settled.promise, setTimeout(SETTLE_WITHIN_MS)]);
      await (frozen ? sandbox?.freeze() : sandbox?.thaw());
      this.change({ frozen });
    });
    return this.standstill.catch((error: unknown) => {
      this.standstill = Promise.resolve();
      this.log(`not ${frozen ? 'frozen' : 'thawed'}: ${String(error)}`);
    });
  }

  private heard(report: InitReport): void {
    if (report.type === 'painted') this.change({ phase: 'ready' });
    if (report.type === 'settled') this.settled.resolve(undefined);
    if (report.type === 'paced') this.change({ framesPerSecond: report.framesPerSecond });
    if (report.type === 'restarted') this.heardOfRestart(report);
    if (report.type === 'failed') this.log(`failed: ${report.reason}`);
  }

  private heardOfRestart({ program, exit }: InitReport & { type: 'restarted' }): void {
    this.change({ restarts: this.status.restarts + 1 });
    if (program !== 'chromium' || exit === CLOSED) return;
    this.log(`the browser crashed: ${exit}`);
    this.crashes.add();
    this.passOnCrashes();
  }

  private change(change: Partial<SupervisorStatus>): void {
    if (this.status.phase === 'ending') return;
    this.status = { ...this.status, ...change };
    this.control.announceStatus();
  }

  private passOn(): void {
    if (!this.control.isWatched) return;
    this.passOnCrashes();
    const news = this.account?.take();
    if (!news) return;
    const { use, sums, denials } = news;
    this.control.sendToOne({ type: 'egress', use, ...(sums !== null && { sums }) });
    if (denials.length > 0) this.control.sendToOne({ type: 'denied', denials });
  }

  private passOnCrashes(): void {
    if (!this.control.isWatched) return;
    const times = this.crashes.take(performance.now());
    if (times > 0) this.control.sendToOne({ type: 'crashed', times });
  }
}
