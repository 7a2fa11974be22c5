import type { DesktopDriver } from '../desktop-driver.js';

/** Where a driver is tried: the machine, engine or cluster its desktops run on, and a look at that from outside. */
export interface DriverStage {
  /** A driver as a process of ours has one; a second one is what the next process has. */
  driver(): DesktopDriver;
  /** A driver whose desktops show that page of this host first. */
  driverAt(startUrl: string): DesktopDriver;
  /** A driver of another instance on the same machine. */
  stranger(): DesktopDriver;
  /** A driver whose desktops cannot start. */
  broken(): DesktopDriver;
  /** A module with `driverOf(options)`, and the options: for a process that makes `driver()` and is then killed. */
  elsewhere: { module: string; options: unknown };
  /** What is there of a desktop, found without the driver. */
  tracesOf(desktopId: string): Promise<string[]>;
  /** Kills what holds the desktop, as a fault would. */
  crash(desktopId: string): Promise<void>;
  close(): Promise<void>;
}
