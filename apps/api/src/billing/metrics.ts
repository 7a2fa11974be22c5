import { Counter, Gauge } from 'prom-client';

export const eventsReceived = new Counter({
  name: 'stripe_events_received_total',
  help: 'Events of Stripe that this node stored, new ones only',
  labelNames: ['verdict'],
});

export const repairs = new Counter({
  name: 'billing_repairs_total',
  help: 'What the reconciler found undone and did: messages or jobs were lost',
  labelNames: ['what'],
});

export const paidButInactive = new Gauge({
  name: 'paid_but_inactive_seconds',
  help: 'Age of the oldest paid order whose session is not active yet; 0 without one',
});

export const waitingForAPerson = new Gauge({
  name: 'money_waiting_for_a_person',
  help: 'Parked and given up events, failed refunds, open disputes',
  labelNames: ['what'],
});
