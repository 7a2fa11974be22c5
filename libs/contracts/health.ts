/** Names of the health indicators, in the order they are shown. */
export const HEALTH_INDICATORS = [
  'database',
  'signals',
  'gateway',
  'vnc',
  'queue',
  'stripe',
  'desktops',
  'disk',
  'memory',
] as const;
export type HealthIndicatorName = (typeof HEALTH_INDICATORS)[number];
