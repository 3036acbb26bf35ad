import { z } from 'zod'

/** The event types that a webhook can subscribe to: twelve of the public docs, and three more. */
export const EVENT_TYPES = [
  'message.received',
  'message.from_phone',
  'message.sent',
  'message.delivered',
  'message.read',
  'message.updated',
  'message.deleted',
  'message.failed',
  'session.connected',
  'session.disconnected',
  'session.qr',
  'group.join',
  'group.leave',
  'group.update',
  'campaign.completed',
] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** The event of a webhook's test call. A webhook cannot subscribe to this event. */
export const TEST_EVENT = 'webhook.test'

/** The entry for all event types in a webhook's list. */
export const ALL_EVENTS = '*'

/** The data of an event. The public docs define the shape for each event type. */
export type EventData = Record<string, unknown>

/** A message of the event queue. The event itself is in the database. */
export const queuedEventSchema = z.object({ eventId: z.string() })
export type QueuedEvent = z.infer<typeof queuedEventSchema>
