import { HttpClient } from '@angular/common/http';
import { inject, Injectable, type Signal } from '@angular/core';
import {
  AdminDisputeDetail,
  AdminDisputeList,
  AdminMoneyOverview,
  AdminOrderDetail,
  AdminOrderList,
  AdminRefundList,
  AdminStripeEvent,
  AdminStripeEventList,
  type CheckoutId,
} from '#contracts';
import { firstValueFrom } from 'rxjs';
import { given, type Parameters } from './given.js';
import { type Read, read } from './read.js';

/** Reads of finance. Each is called in an injection context; its parameters are those of the contract's list. */
export function readAdminOrders(filter: Signal<Parameters>): Read<AdminOrderList> {
  return read(() => ({ url: '/api/admin/orders', params: given(filter()) }), AdminOrderList);
}

export function readAdminOrder(id: Signal<CheckoutId>): Read<AdminOrderDetail> {
  return read(() => ({ url: `/api/admin/orders/${id()}` }), AdminOrderDetail);
}

export function readAdminRefunds(filter: Signal<Parameters>): Read<AdminRefundList> {
  return read(() => ({ url: '/api/admin/refunds', params: given(filter()) }), AdminRefundList);
}

export function readAdminDisputes(filter: Signal<Parameters>): Read<AdminDisputeList> {
  return read(() => ({ url: '/api/admin/disputes', params: given(filter()) }), AdminDisputeList);
}

export function readAdminDispute(id: Signal<string>): Read<AdminDisputeDetail> {
  return read(() => ({ url: `/api/admin/disputes/${encodeURIComponent(id())}` }), AdminDisputeDetail);
}

export function readStripeEvents(filter: Signal<Parameters>): Read<AdminStripeEventList> {
  return read(() => ({ url: '/api/admin/stripe-events', params: given(filter()) }), AdminStripeEventList);
}

export function readMoneyOverview(): Read<AdminMoneyOverview> {
  return read(() => ({ url: '/api/admin/money' }), AdminMoneyOverview);
}

/** What finance may command. Fails with BackendError. */
@Injectable({ providedIn: 'root' })
export class AdminMoney {
  private readonly http = inject(HttpClient);

  /** Gives all that is left back; asked again, the order as it is then. NOT_REFUNDABLE when there is nothing to give. */
  async refund(id: CheckoutId, reason: string): Promise<AdminOrderDetail> {
    return AdminOrderDetail.parse(
      await firstValueFrom(this.http.post<unknown>(`/api/admin/orders/${id}/refund`, { reason })),
    );
  }

  /** Handles a parked or failed event again, now; the event as it is then. */
  async replay(id: string): Promise<AdminStripeEvent> {
    const url = `/api/admin/stripe-events/${encodeURIComponent(id)}/replay`;
    return AdminStripeEvent.parse(await firstValueFrom(this.http.post<unknown>(url, {})));
  }
}
