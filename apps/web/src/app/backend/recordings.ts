import { HttpClient } from '@angular/common/http';
import { inject, Injectable, type Signal } from '@angular/core';
import {
  Recording,
  type RecordingBody,
  RecordingDetail,
  type RecordingId,
  RecordingList,
  type SessionId,
} from '#contracts';
import { firstValueFrom } from 'rxjs';
import { toBackendError } from './backend-error.js';
import { type Read, read } from './read.js';

/** The recordings of a session, and what holds for them. Call in an injection context. */
export function readRecordings(id: Signal<SessionId | undefined>): Read<RecordingList> {
  return read(() => {
    const sessionId = id();
    return sessionId && { url: `/api/sessions/${sessionId}/recordings` };
  }, RecordingList);
}

/** One recording with its segments. Call in an injection context. */
export function readRecording(id: Signal<RecordingId | undefined>): Read<RecordingDetail> {
  return read(() => {
    const recordingId = id();
    return recordingId && { url: `/api/recordings/${recordingId}` };
  }, RecordingDetail);
}

/** Starts, stops and deletes recordings, and fetches what they show. Fails with BackendError. */
@Injectable({ providedIn: 'root' })
export class Recordings {
  private readonly http = inject(HttpClient);

  async switch(id: SessionId, action: RecordingBody['action']): Promise<Recording> {
    return asked(async () =>
      Recording.parse(
        await firstValueFrom(this.http.post<unknown>(`/api/sessions/${id}/recording`, { action })),
      ),
    );
  }

  /** For good, for everybody. */
  async delete(id: RecordingId): Promise<void> {
    await asked(() => firstValueFrom(this.http.delete<unknown>(`/api/recordings/${id}`)));
  }

  /** A segment's file, as libs/recording describes it. */
  async segment(id: RecordingId, n: number): Promise<Uint8Array> {
    const answer = this.http.get(`/api/recordings/${id}/segments/${n}`, { responseType: 'arraybuffer' });
    return asked(async () => new Uint8Array(await firstValueFrom(answer)));
  }
}

async function asked<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (cause) {
    throw toBackendError(cause);
  }
}
