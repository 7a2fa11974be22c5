import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request, Response } from 'express';
import * as z from 'zod';
import {
  ClientMessage,
  EVENTS_PATH,
  EVENTS_SUBPROTOCOL,
  ServerMessage,
  SESSION_EVENTS,
  TOKEN_SUBPROTOCOL_PREFIX,
} from '#contracts';
import { AppConfig } from './config/app-config.js';

export const ASYNC_API_PATH = '/api/docs/asyncapi.json';

type MessageSchema = (typeof ClientMessage.options)[number] | (typeof ServerMessage.options)[number];

/** AsyncAPI 3 of the events socket, beside the OpenAPI of the routes. */
export function serveAsyncApi(app: NestExpressApplication): void {
  const document = asyncApi(app.get(AppConfig).server.publicUrl);
  app.use(ASYNC_API_PATH, (_request: Request, response: Response) => response.json(document));
}

/** Made from the contracts alone, so that it cannot say anything else than they do. `receive` is what clients send. */
export function asyncApi(publicUrl: string) {
  const { host, protocol } = new URL(publicUrl);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'OneDollarAgent: the events socket',
      version: EVENTS_SUBPROTOCOL,
      description:
        `Offer the subprotocols ${EVENTS_SUBPROTOCOL} and ${TOKEN_SUBPROTOCOL_PREFIX}<connection token>; the token is from ` +
        'POST /api/auth/connection-tokens, opens one socket, and lives 30 seconds. Close codes: docs/wire-protocol.md.',
    },
    defaultContentType: 'application/json',
    servers: { portal: { host, protocol: protocol === 'https:' ? 'wss' : 'ws' } },
    channels: {
      events: {
        address: EVENTS_PATH,
        messages: Object.fromEntries(
          [...ClientMessage.options, ...ServerMessage.options].map((schema) => [
            typeOf(schema),
            ref('messages', typeOf(schema)),
          ]),
        ),
        bindings: { ws: { method: 'GET', bindingVersion: '0.1.0' } },
      },
    },
    operations: {
      hear: operation('receive', ClientMessage.options),
      say: operation('send', ServerMessage.options),
    },
    components: {
      messages: {
        ...messages(ClientMessage.options, 'input'),
        ...messages(ServerMessage.options, 'output'),
      },
      schemas: Object.fromEntries(
        Object.entries(SESSION_EVENTS).map(([name, data]) => [name, jsonSchema(data, 'output')]),
      ),
    },
  };
}

function operation(action: 'receive' | 'send', schemas: readonly MessageSchema[]) {
  return {
    action,
    channel: { $ref: '#/channels/events' },
    messages: schemas.map((schema) => ({ $ref: `#/channels/events/messages/${typeOf(schema)}` })),
  };
}

function messages(schemas: readonly MessageSchema[], io: 'input' | 'output') {
  return Object.fromEntries(
    schemas.map((schema) => [typeOf(schema), { name: typeOf(schema), payload: jsonSchema(schema, io) }]),
  );
}

function typeOf(schema: MessageSchema): string {
  return schema.shape.type.value;
}

/** AsyncAPI's own schema language is a superset of draft 7. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output') {
  return z.toJSONSchema(schema, { target: 'draft-7', io });
}

function ref(kind: 'messages' | 'schemas', name: string) {
  return { $ref: `#/components/${kind}/${name}` };
}
