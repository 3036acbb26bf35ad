import type { EventData } from '#shared/contracts/events.ts'
import type { DisconnectReason } from '#shared/contracts/sessions.ts'
import type { NewEvent } from '../events/index.ts'
import type { SessionRow } from './view.ts'

/** An event of a session, without the session's id. */
export interface SessionEvent {
  type: 'session.qr' | 'session.connected' | 'session.disconnected'
  facts: EventData
}

/** Returns the event of a session that is no longer connected. */
export function disconnectedEvent(reason: DisconnectReason): SessionEvent {
  return { type: 'session.disconnected', facts: { reason } }
}

/** Adds the columns of a session's row to an event. */
export function toSessionEvent(
  { id: sessionId, appId }: Pick<SessionRow, 'id' | 'appId'>,
  { type, facts }: SessionEvent,
  occurredAt: Date,
): NewEvent {
  return { type, appId, sessionId, data: { session: sessionId, ...facts }, occurredAt }
}
