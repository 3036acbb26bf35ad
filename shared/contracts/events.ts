import { z } from 'zod'

/** What webhooks subscribe to: the twelve of the public docs, and three beyond them. */
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

/** The event of a webhook's test call; nobody subscribes to it. */
export const TEST_EVENT = 'webhook.test'

/** All events, in a webhook's list of them. */
export const ALL_EVENTS = '*'

/** What an event says; its shape by type is in the public docs. */
export type EventData = Record<string, unknown>

/** What the event queue carries: the event itself is in the database. */
export const queuedEventSchema = z.object({ eventId: z.string() })
export type QueuedEvent = z.infer<typeof queuedEventSchema>
