import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { WebSocket } from 'ws';
import { CLOSE_CODES } from '#contracts';

export const HEARTBEAT_MS = 15_000;
/** A peer that answered nothing for two pings is gone: half-open connections are found within two intervals. */
const MAX_MISSED = 2;

/** Protocol-level pings to every socket, events and desktop alike: finds peers that vanished without a word. */
@Injectable()
export class Heartbeat {
  private readonly missed = new Map<WebSocket, number>();

  watch(socket: WebSocket): void {
    this.missed.set(socket, 0);
    const alive = () => this.missed.has(socket) && this.missed.set(socket, 0);
    socket.on('pong', alive);
    socket.once('close', () => this.missed.delete(socket));
  }

  @Interval(HEARTBEAT_MS)
  beat(): void {
    for (const [socket, missed] of this.missed) {
      if (missed >= MAX_MISSED) {
        this.missed.delete(socket);
        socket.close(CLOSE_CODES.HEARTBEAT_MISSED, 'no answer to pings');
        socket.terminate(); // nobody is there to answer the close
      } else {
        this.missed.set(socket, missed + 1);
        socket.ping();
      }
    }
  }
}
