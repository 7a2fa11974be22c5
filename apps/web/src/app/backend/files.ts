import { HttpClient, HttpEventType, type HttpEvent } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { DesktopFiles, FileReceived, Takeaway, type SessionId } from '#contracts';
import { catchError, firstValueFrom, map, type Observable, throwError } from 'rxjs';
import { toBackendError } from './backend-error.js';
import { type Read, read } from './read.js';

/** How far a file has come; `result` when it is there. */
export interface Progress<T> {
  bytes: number;
  result?: T;
}

const urlOf = (id: SessionId, name: string) => `/api/sessions/${id}/files/${encodeURIComponent(name)}`;

/** What lies in the desktop's folder now. Call in an injection context. */
export function readFiles(id: SessionId): Read<DesktopFiles> {
  return read(() => ({ url: `/api/sessions/${id}/files` }), DesktopFiles);
}

/** Whether a copy of the files is kept, and the copy there is. Call in an injection context. */
export function readTakeaway(of: () => SessionId | undefined): Read<Takeaway> {
  return read(() => {
    const id = of();
    return id && { url: `/api/sessions/${id}/takeaway` };
  }, Takeaway);
}

/** Files into a desktop and out of it. Fails with BackendError; unsubscribing breaks off. */
@Injectable({ providedIn: 'root' })
export class Files {
  private readonly http = inject(HttpClient);

  /** The result is the name it got in the desktop. */
  upload(id: SessionId, file: File): Observable<Progress<string>> {
    const request = this.http.put<unknown>(urlOf(id, file.name), file, {
      headers: { 'Content-Type': 'application/octet-stream' },
      observe: 'events',
      reportProgress: true,
    });
    return progressOf(request, (body) => FileReceived.parse(body).name);
  }

  download(id: SessionId, name: string): Observable<Progress<Blob>> {
    const request = this.http.get(urlOf(id, name), {
      responseType: 'blob',
      observe: 'events',
      reportProgress: true,
    });
    return progressOf(request, (body) => body ?? new Blob());
  }

  delete(id: SessionId, name: string): Promise<void> {
    return asked(this.http.delete<unknown>(urlOf(id, name)));
  }

  /** Has a copy kept beyond the session's end. */
  keep(id: SessionId): Promise<void> {
    return asked(this.http.post<unknown>(`/api/sessions/${id}/takeaway`, {}));
  }

  /** Takes that back, and deletes the copy there is. */
  drop(id: SessionId): Promise<void> {
    return asked(this.http.delete<unknown>(`/api/sessions/${id}/takeaway`));
  }

  /** The copy: a ZIP archive. */
  async archive(id: SessionId): Promise<Blob> {
    try {
      return await firstValueFrom(
        this.http.get(`/api/sessions/${id}/takeaway/archive`, { responseType: 'blob' }),
      );
    } catch (cause) {
      throw toBackendError(cause);
    }
  }
}

async function asked(request: Observable<unknown>): Promise<void> {
  try {
    await firstValueFrom(request);
  } catch (cause) {
    throw toBackendError(cause);
  }
}

function progressOf<Body, T>(
  events: Observable<HttpEvent<Body>>,
  resultOf: (body: Body | null) => T,
): Observable<Progress<T>> {
  let bytes = 0;
  return events.pipe(
    map((event) => {
      if (event.type === HttpEventType.UploadProgress || event.type === HttpEventType.DownloadProgress)
        bytes = event.loaded;
      return event.type === HttpEventType.Response ? { bytes, result: resultOf(event.body) } : { bytes };
    }),
    catchError((cause: unknown) => throwError(() => toBackendError(cause))),
  );
}
