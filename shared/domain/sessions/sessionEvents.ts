import type { EventData } from '#shared/contracts/events.ts'
import type { DisconnectReason } from '#shared/contracts/sessions.ts'
import type { NewEvent } from '../events/index.ts'
import type { SessionRow } from './view.ts'

/** What a change of the row is to tell of it. */
export interface SessionEvent {
  type: 'session.qr' | 'session.connected' | 'session.disconnected'
  facts: EventData
}

/** Tells that a session is not connected any more. */
export function disconnectedEvent(reason: DisconnectReason): SessionEvent {
  return { type: 'session.disconnected', facts: { reason } }
}

/** The event of a session's row. */
export function toSessionEvent(
  { id: sessionId, appId }: Pick<SessionRow, 'id' | 'appId'>,
  { type, facts }: SessionEvent,
  occurredAt: Date,
): NewEvent {
  return { type, appId, sessionId, data: { session: sessionId, ...facts }, occurredAt }
}
