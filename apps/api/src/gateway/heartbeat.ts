import { setImmediate as pollPhase } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { WebSocket } from 'ws';
import { CLOSE_CODES } from '#contracts';
import { closeWith } from './socket-output.js';

export const HEARTBEAT_MS = 15_000;

/**
 * Protocol-level pings to every socket, events and desktop alike: finds peers that vanished without a word. Who has not
 * answered one ping by the next is gone, so a half-open connection lives two intervals at most.
 */
@Injectable()
export class Heartbeat {
  /** Whether each socket still owes the answer to the last ping. */
  private readonly owing = new Map<WebSocket, boolean>();

  watch(socket: WebSocket): void {
    this.owing.set(socket, false);
    socket.on('pong', () => this.owing.has(socket) && this.owing.set(socket, false));
    socket.once('close', () => this.owing.delete(socket));
  }

  /** A process that did nothing for long reads what came meanwhile before it judges who is silent. */
  @Interval(HEARTBEAT_MS)
  async beat(): Promise<void> {
    await pollPhase();
    for (const [socket, owes] of this.owing) {
      if (owes) {
        this.owing.delete(socket);
        closeWith(socket, CLOSE_CODES.HEARTBEAT_MISSED, 'no answer to a ping');
        socket.terminate(); // nobody is there to answer the close
      } else {
        this.owing.set(socket, true);
        socket.ping();
      }
    }
  }
}
