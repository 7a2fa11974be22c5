import type { Signal } from '@angular/core';
import { CustomerOrderList } from '#contracts';
import { type Read, read } from './read.js';

/** What the caller has bought, newest first, from `cursor` on. Call in an injection context. */
export function readOrders(cursor: Signal<string | undefined>): Read<CustomerOrderList> {
  return read(() => {
    const at = cursor();
    return { url: '/api/billing/orders', params: at ? { cursor: at } : {} };
  }, CustomerOrderList);
}
