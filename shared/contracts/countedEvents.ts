/**
 * Log entries that alarms count by metric filters. A logger writes them at every level, because an operator who silences the log
 * must not silence an alarm.
 */
export const COUNTED_EVENTS = [
  'chatbot.event_failed',
  'connector.started',
  'edge.refused',
  'fleet.too_few',
  'fleet.wake_failed',
  'jobs.not_published',
  'rate_limit.degraded',
  'sweep.failed',
  'sweeps.missing',
  'whatsapp.client_outdated',
] as const
export type CountedEvent = (typeof COUNTED_EVENTS)[number]
