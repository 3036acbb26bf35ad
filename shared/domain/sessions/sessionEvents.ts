import type { StoredEvent } from '#shared/contracts/events.ts'
import type { Restriction } from '#shared/contracts/restrictions.ts'
import type { DisconnectReason } from '#shared/contracts/sessions.ts'
import type { NewEvent } from '../events/index.ts'
import type { SessionRow } from './view.ts'

/** An event of a session, without the columns of the session's row. */
export type SessionEvent = StoredEvent<
  'session.qr' | 'session.connected' | 'session.disconnected' | 'session.restricted' | 'session.deleted'
>

/** Returns the event of a session that is connected. */
export function connectedEvent({
  id: session,
  phone,
  lid,
  pushName,
}: Pick<SessionRow, 'id' | 'phone' | 'lid' | 'pushName'>): SessionEvent {
  return { type: 'session.connected', data: { session, phone, pushName, lid } }
}

/** Returns the event of a session that is no longer connected. */
export function disconnectedEvent(session: string, reason: DisconnectReason): SessionEvent {
  return { type: 'session.disconnected', data: { session, reason } }
}

/** Returns the event of a session that WhatsApp refuses, with the times of its row. */
export function refusedEvent(
  { id: session, bannedUntil, banCause, retryAt }: SessionRow,
  reason: DisconnectReason,
): SessionEvent {
  return {
    type: 'session.disconnected',
    data: {
      session,
      reason,
      ...(bannedUntil && { bannedUntil: bannedUntil.toISOString() }),
      ...(banCause && { banCause }),
      ...(retryAt && { retryAt: retryAt.toISOString() }),
    },
  }
}

/** Returns the event of a restriction that WhatsApp sets, changes or lifts. */
export function restrictedEvent(
  session: string,
  kind: Restriction['type'],
  restriction: Restriction | null,
): SessionEvent {
  const { type: _kind, ...facts } = restriction ?? { type: kind, until: null }
  return { type: 'session.restricted', data: { session, kind, active: restriction !== null, ...facts } }
}

/** Adds the columns of a session's row to an event. */
export function toSessionEvent(
  { id: sessionId, appId }: Pick<SessionRow, 'id' | 'appId'>,
  event: SessionEvent,
  occurredAt: Date,
): NewEvent {
  return { ...event, appId, sessionId, occurredAt }
}
