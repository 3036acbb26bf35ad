import { z } from 'zod'
import { campaignCompleted } from './events/campaigns.ts'
import { groupJoin, groupLeave, groupUpdate } from './events/groups.ts'
import {
  messageDeleted,
  messageDelivered,
  messageFailed,
  messageRead,
  messageSent,
  messageUpdated,
} from './events/messageChanges.ts'
import { messageFromPhone, messageReceived } from './events/messages.ts'
import { toOperatorBody } from './events/operator.ts'
import { pollVote } from './events/polls.ts'
import { sessionRestricted } from './events/restrictions.ts'
import { sessionConnected, sessionDeleted, sessionDisconnected, sessionQr } from './events/sessions.ts'
import { webhookTest } from './events/webhookTest.ts'

export { OWNER_EXAMPLE } from './events/operator.ts'

/** All events that a webhook can subscribe to, by name, in the order of the documents. */
export const EVENTS = {
  'message.received': messageReceived,
  'message.from_phone': messageFromPhone,
  'message.sent': messageSent,
  'message.delivered': messageDelivered,
  'message.read': messageRead,
  'message.updated': messageUpdated,
  'message.deleted': messageDeleted,
  'message.failed': messageFailed,
  'poll.vote': pollVote,
  'session.connected': sessionConnected,
  'session.disconnected': sessionDisconnected,
  'session.qr': sessionQr,
  'session.restricted': sessionRestricted,
  'session.deleted': sessionDeleted,
  'group.join': groupJoin,
  'group.leave': groupLeave,
  'group.update': groupUpdate,
  'campaign.completed': campaignCompleted,
} as const

export type EventType = keyof typeof EVENTS
/** The event types that a webhook can subscribe to. */
export const EVENT_TYPES = Object.keys(EVENTS) as [EventType, ...EventType[]]

/**
 * The event types that a webhook of the operator can subscribe to: those of sessions. A QR code is the login of a tenant's
 * account, so that no operator receives `session.qr`.
 */
export const OPERATOR_EVENT_TYPES = EVENT_TYPES.filter(
  (type): type is OperatorEventType => type.startsWith('session.') && type !== 'session.qr',
)
export type OperatorEventType = Exclude<Extract<EventType, `session.${string}`>, 'session.qr'>

/** The event of a webhook's test call. A webhook cannot subscribe to this event. */
export const TEST_EVENT = webhookTest.type

/** All events that a webhook receives: those of `EVENTS`, and the test. */
export const WEBHOOK_EVENTS = { ...EVENTS, [TEST_EVENT]: webhookTest } as const
export type EventName = keyof typeof WEBHOOK_EVENTS
export const EVENT_NAMES = [...EVENT_TYPES, TEST_EVENT] as const

/** The entry for all event types in a webhook's list. */
export const ALL_EVENTS = '*'

/** An event as its row holds it: the name, and the data by name. */
export const storedEventSchema = z.discriminatedUnion('type', [
  webhookTest.stored,
  ...Object.values(EVENTS).map(({ stored }) => stored),
])

type StoredEvents = { [Type in EventName]: z.infer<(typeof WEBHOOK_EVENTS)[Type]['stored']> }
/** The stored event of one type, or of several types. */
export type StoredEvent<Type extends EventName = EventName> = StoredEvents[Type]
/** The data of an event as its row holds the data. */
export type EventData<Type extends EventName = EventName> = StoredEvent<Type>['data']

/** The body of a webhook's delivery: the name of the event, and the data by name. */
export const webhookBodySchema = z.discriminatedUnion('event', [
  webhookTest.body,
  ...Object.values(EVENTS).map(({ body }) => body),
])
type WebhookBodies = { [Type in EventName]: z.infer<(typeof WEBHOOK_EVENTS)[Type]['body']> }
export type WebhookBody<Type extends EventName = EventName> = WebhookBodies[Type]

/** An event of the log. The log has no tests of webhooks. */
export const eventBodySchema = z
  .discriminatedUnion('event', [
    EVENTS['message.received'].body,
    ...Object.values(EVENTS)
      .map(({ body }) => body)
      .slice(1),
  ])
  .meta({
    id: 'Event',
    description: 'An event, in the form that webhooks have',
    example: {
      event: 'message.sent',
      timestamp: '2026-06-24T10:30:00.000Z',
      session: 'YoNofiM9vtHy',
      data: messageSent.example,
      id: 'evt_0f8e7d6c5b4a39281706f5e4d3c2b1a0',
    },
  })

/** The bodies of the deliveries to a webhook of the operator, by name. */
export const OPERATOR_BODIES = Object.fromEntries(
  [...OPERATOR_EVENT_TYPES, TEST_EVENT].map((type) => [type, toOperatorBody(WEBHOOK_EVENTS[type].body)]),
) as Record<OperatorEventType | typeof TEST_EVENT, ReturnType<typeof toOperatorBody>>

/** The body of any delivery to a webhook of the operator. */
export const operatorBodySchema = z.union(Object.values(OPERATOR_BODIES))

/** A message of the event queue. The event itself is in the database. */
export const queuedEventSchema = z.object({ eventId: z.string() })
export type QueuedEvent = z.infer<typeof queuedEventSchema>
