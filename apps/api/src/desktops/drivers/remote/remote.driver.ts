import { DesktopDriver } from '../../desktop-driver.js';
import type { DesktopEndpoint, DesktopPlace } from '../../desktop-endpoint.js';
import { probeDesktop } from '../../probe-desktop.js';

interface RemoteServer {
  host: string;
  port: number;
  password: string | undefined;
}

/**
 * One VNC server that somebody else runs: it is asked whether it answers, never started, sealed or ended. Whatever a
 * customer leaves on it the next one finds: one desktop for one customer.
 */
export class RemoteDriver extends DesktopDriver {
  readonly name = 'remote';
  private readonly place: DesktopPlace;
  private readonly endpoint: DesktopEndpoint;

  constructor(
    { host, port, password }: RemoteServer,
    readonly max: number,
  ) {
    super();
    this.place = { kind: 'tcp', host, port };
    this.endpoint = { kind: 'tcp', host, port, ...(password !== undefined && { password }) };
  }

  placeOf(): DesktopPlace {
    return this.place;
  }

  endpointOf(): DesktopEndpoint {
    return this.endpoint;
  }

  /** It is there whether a session uses it or not. */
  override async canary(): Promise<DesktopEndpoint> {
    return this.endpoint;
  }

  async start(): Promise<void> {
    await probeDesktop(this.endpoint);
  }

  adopt(): Promise<boolean> {
    return this.isRunning();
  }

  async bind(): Promise<void> {
    // there is nothing on the other side that could keep a deadline
  }

  pace(): void {
    // a server of somebody else's keeps its own pace
  }

  async stop(): Promise<void> {
    // its sockets are the relay's, its processes are not ours
  }

  async list(): Promise<string[]> {
    return [];
  }

  async isRunning(): Promise<boolean> {
    return probeDesktop(this.endpoint).then(
      () => true,
      () => false,
    );
  }

  release(): void {
    // nothing is held
  }
}
