/** What became of an event: its effect is there, or it is none of ours and is parked. */
export type Handled = { done: true } | { done: false; why: string };

export const DONE: Handled = { done: true };
export const NOT_OURS: Handled = { done: false, why: 'no order of ours' };
