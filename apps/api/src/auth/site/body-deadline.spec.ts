import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import express, { type NextFunction, type Request, type Response } from 'express';
import { AppError } from '../../kernel/app-error.js';
import { bodyDeadline } from './body-deadline.js';

describe('bodyDeadline', () => {
  let server: Server;

  beforeEach(async () => {
    const app = express();
    app.use(bodyDeadline(50));
    app.use(express.raw({ type: () => true }));
    app.use((_request: Request, response: Response) => void response.send('read'));
    app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
      if (response.headersSent) next(error);
      else response.status(error instanceof AppError ? 408 : 500).send();
    });
    server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function send(
    declared: number,
    body: string,
  ): Promise<{ status: number | undefined; closed: Promise<void> }> {
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve) => {
      const headers = { 'Content-Length': declared };
      const sent = httpRequest({ host: '127.0.0.1', port, method: 'POST', headers }, (response) => {
        const closed = new Promise<void>((done) => response.socket.once('close', () => done()));
        response.resume();
        resolve({ status: response.statusCode, closed });
      });
      sent.on('error', () => {}); // the server hangs up on a body it no longer wants
      sent.write(body);
      if (body.length === declared) sent.end();
    });
  }

  it('answers 408 to a body that does not come, and hangs up', async () => {
    const { status, closed } = await send(10, 'abc');
    expect(status).toBe(408);
    await closed;
  });

  it('leaves a body that is there alone', async () => {
    expect((await send(3, 'abc')).status).toBe(200);
  });
});
