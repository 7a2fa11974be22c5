import type { IncomingMessage } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { json, raw, type NextFunction, type Request, type Response } from 'express';
import { AppError } from '../../kernel/app-error.js';
import { bodyDeadline, bodySilence } from './body-deadline.js';
import { isNestedDeeper } from './nesting.js';

/** The one route that reads bytes: Stripe's signature is over them as they came. */
export const STRIPE_WEBHOOK_PATH = '/api/billing/stripe-webhook';

/** The one route whose bodies are files: of any length, so they are neither gathered nor parsed here. */
const UPLOAD = /^\/api\/sessions\/[^/]+\/files\/[^/]+$/;
const UPLOAD_TYPE = 'application/octet-stream';

const MAX_JSON_BYTES = 256 * 1024;
/** Far more than any body has; what walks a value by recursion need not fear its depth. */
const MAX_NESTING = 64;
/** Stripe's largest events are some 100 kB. */
const MAX_WEBHOOK_BYTES = 1024 * 1024;
/** Everything taken here is small; only somebody who means to be slow needs longer. */
const BODY_WITHIN_MS = 10_000;
/** A file may take its time, but it has to go on. */
const UPLOAD_SILENCE_MS = 15_000;

/**
 * Bodies: raw bytes in `rawBody` and nothing parsed on the webhook; JSON and nothing else everywhere in the api. A form
 * or text/plain can be sent by any page without asking, JSON cannot, nor can the bytes of a file. Compressed bodies are
 * refused.
 */
export function parseBodies(app: NestExpressApplication): void {
  const [within, going] = [bodyDeadline(BODY_WITHIN_MS), bodySilence(UPLOAD_SILENCE_MS)];
  app.use((request: Request, response: Response, next: NextFunction) =>
    (isUpload(request) ? going : within)(request, response, next),
  );
  app.use(
    STRIPE_WEBHOOK_PATH,
    raw({
      type: () => true,
      limit: MAX_WEBHOOK_BYTES,
      inflate: false,
      verify: (request: IncomingMessage & { rawBody?: Buffer }, _response, bytes) => {
        request.rawBody = bytes;
      },
    }),
  );
  app.use('/api', refuseOtherThanJson);
  app.use(json({ limit: MAX_JSON_BYTES, inflate: false }));
  app.use('/api', refuseDeep);
}

function refuseOtherThanJson(request: Request, _response: Response, next: NextFunction): void {
  const { 'transfer-encoding': encoding, 'content-length': length } = request.headers;
  const hasBody = encoding !== undefined || Number(length ?? 0) > 0;
  const isBytes = request.baseUrl + request.path === STRIPE_WEBHOOK_PATH;
  const wanted = isUpload(request) ? UPLOAD_TYPE : 'application/json';
  const isRefused = hasBody && !isBytes && (!request.is(wanted) || isEncoded(request));
  next(isRefused ? new AppError('UNSUPPORTED_MEDIA_TYPE') : undefined);
}

function isUpload({ method, baseUrl, path }: Request): boolean {
  return method === 'PUT' && UPLOAD.test(baseUrl + path);
}

function isEncoded(request: Request): boolean {
  return isUpload(request) && request.headers['content-encoding'] !== undefined;
}

function refuseDeep({ body }: Request, _response: Response, next: NextFunction): void {
  const isTooDeep = isNestedDeeper(MAX_NESTING, body);
  const detail = `Values are nested deeper than ${MAX_NESTING}.`;
  next(isTooDeep ? new AppError('INVALID_REQUEST', { detail }) : undefined);
}
