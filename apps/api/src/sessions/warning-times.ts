/** When a customer is told that the end is near. Most urgent first: of those missed in an outage only that one is told. */
export const WARN_MINUTES_BEFORE = [1, 10, 60] as const;
