import { z } from 'zod'

/** Facts about an event for its readers: the reference, the documents and the tests. */
interface EventFacts<Type extends string, Data extends z.ZodObject, Session extends z.ZodType> {
  type: Type
  /** One line for a list of all events. */
  summary: string
  /** The condition under which the gateway emits the event. */
  description: string
  /** The session of the body. */
  session: Session
  /** The data that a receiver gets. */
  data: Data
  /** An example of the data that a receiver gets. */
  example: z.input<Data>
}

/** The session of an event, for all events but the test. */
const sessionId = z.string().meta({ description: 'Id of the session', example: 'YoNofiM9vtHy' })

/** Defines an event whose row holds the data that a receiver gets. */
export function defineEvent<const Type extends string, Data extends z.ZodObject>(
  event: Omit<EventFacts<Type, Data, z.ZodString>, 'session'>,
) {
  return makeEvent({ ...event, session: sessionId }, event.data)
}

/**
 * Defines an event whose row lacks a part of the data. The delivery adds the part.
 * @param stored data of the row
 */
export function defineCompletedEvent<
  const Type extends string,
  Data extends z.ZodObject,
  Stored extends z.ZodObject,
>(event: Omit<EventFacts<Type, Data, z.ZodString>, 'session'>, stored: Stored) {
  return makeEvent({ ...event, session: sessionId }, stored)
}

/** Defines an event without a session. */
export function defineAppEvent<const Type extends string, Data extends z.ZodObject>(
  event: Omit<EventFacts<Type, Data, z.ZodNull>, 'session'>,
) {
  const session = z.null().meta({ description: 'The event belongs to no session', example: null })
  return makeEvent({ ...event, session }, event.data)
}

function makeEvent<
  const Type extends string,
  Data extends z.ZodObject,
  Session extends z.ZodType,
  Stored extends z.ZodObject,
>({ type, session, data, ...facts }: EventFacts<Type, Data, Session>, stored: Stored) {
  const body = z
    .object({
      event: z.literal(type).meta({ description: 'Name of the event', example: type }),
      timestamp: z.iso
        .datetime()
        .meta({ description: 'Time of the event', example: '2026-06-24T10:30:00.000Z' }),
      session,
      data,
      id: z.string().regex(/^evt_/).meta({
        description: 'Id of the event, the same on every retry and replay',
        example: 'evt_0f8e7d6c5b4a39281706f5e4d3c2b1a0',
      }),
    })
    .meta({ id: toComponentId(type), description: facts.description })
  return { ...facts, type, data, body, stored: z.object({ type: z.literal(type), data: stored }) }
}

/** Returns the name of the component in the reference: `message.from_phone` is `MessageFromPhoneEvent`. */
function toComponentId(type: string): string {
  const words = type.split(/[._]/).map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  return `${words.join('')}Event`
}
