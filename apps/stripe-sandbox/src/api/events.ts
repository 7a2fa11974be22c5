import * as z from 'zod';
import { endpoint } from './endpoint.js';
import { listBody, readCursor } from './lists.js';
import * as p from './parameters.js';
import { noSuch, StripeError } from './stripe-error.js';

const List = z.strictObject({
  ...p.pagination,
  created: p.created,
  delivery_success: p.truth.optional(),
  type: z.string().optional(),
  types: p.list(z.string()).optional(),
});

const Retrieve = z.strictObject({});

export const eventEndpoints = [
  endpoint('GET', '/v1/events/:id', ({ journal }, { id, form }) => {
    p.readParameters(Retrieve, form);
    const event = journal.find(id);
    if (!event) throw noSuch('event', id);
    return event;
  }),
  endpoint('GET', '/v1/events', ({ journal }, { form }) => {
    const { type, types, created, delivery_success: deliverySuccess, ...rest } = p.readParameters(List, form);
    if (type && types) throw new StripeError('You may only specify one of these parameters: type, types.');
    const wanted = types ?? (type ? [type] : undefined);
    const filter = {
      ...(wanted && { types: wanted }),
      ...(deliverySuccess !== undefined && { deliverySuccess }),
      ...created,
    };
    return listBody('/v1/events', journal.page(filter, readCursor(rest)), (event) => event);
  }),
];
