import * as z from 'zod';
import type { Kind } from '../store/objects.js';
import { endpoint, type Endpoint } from './endpoint.js';
import { expand } from './expand.js';
import { itemPaths, listBody, readCursor } from './lists.js';
import * as p from './parameters.js';
import { noSuch } from './stripe-error.js';

const Retrieve = z.strictObject(p.expand);

/** Reading one object of a kind, and the list of them filtered by the objects they belong to. */
function readable(kind: Kind, path: string, filters: string[]): Endpoint[] {
  const List = z.strictObject({
    ...p.pagination,
    ...p.expand,
    created: p.created,
    filter: z.record(z.string(), z.string()),
  });
  return [
    endpoint('GET', `${path}/:id`, ({ objects }, { id, form }) => {
      const { expand: paths = [] } = p.readParameters(Retrieve, form);
      const object = objects.find(kind, id);
      if (!object) throw noSuch(kind, id);
      return expand(objects, object, paths);
    }),
    endpoint('GET', path, ({ objects }, { form }) => {
      const known = Object.entries(form).filter(([name]) => filters.includes(name));
      const others = Object.entries(form).filter(([name]) => !filters.includes(name));
      const filter = Object.fromEntries(known);
      const asked = p.readParameters(List, { ...Object.fromEntries(others), filter });
      const page = objects.page(kind, { equal: asked.filter, ...asked.created }, readCursor(asked));
      return listBody(path, page, (item) => expand(objects, item, itemPaths(asked.expand)));
    }),
  ];
}

export const paymentEndpoints: Endpoint[] = [
  ...readable('payment_intent', '/v1/payment_intents', []),
  ...readable('charge', '/v1/charges', ['payment_intent']),
  ...readable('refund', '/v1/refunds', ['payment_intent', 'charge']),
  ...readable('dispute', '/v1/disputes', ['payment_intent', 'charge']),
  ...readable('radar.early_fraud_warning', '/v1/radar/early_fraud_warnings', ['payment_intent', 'charge']),
];
