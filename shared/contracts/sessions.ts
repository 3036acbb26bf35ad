import { z } from 'zod'

export const SESSION_STATUSES = ['connected', 'connecting', 'disconnected'] as const
export type SessionStatus = (typeof SESSION_STATUSES)[number]

export const sessionStatusSchema = z.enum(SESSION_STATUSES).meta({
  id: 'SessionStatus',
  description:
    '`connecting`: the session waits for a scan, or reconnects. `disconnected`: the session needs an action, and `reason` says which',
  example: 'connected',
})

/** Reasons for which a session is not connected. The gateway reconnects by itself only after `connection_lost`. */
export const DISCONNECT_REASONS = [
  'connection_lost',
  'logged_out',
  'replaced',
  'banned',
  'qr_timeout',
  'client_outdated',
] as const
export type DisconnectReason = (typeof DISCONNECT_REASONS)[number]

export const disconnectReasonSchema = z.enum(DISCONNECT_REASONS).meta({
  id: 'DisconnectReason',
  description:
    '`connection_lost`: the gateway reconnects by itself. `logged_out`: the phone unlinked the session, so restart and pair again. ' +
    '`replaced`: the same link is open elsewhere, so restart. `banned`: WhatsApp banned the account. ' +
    '`qr_timeout`: nobody scanned a code, so restart. `client_outdated`: WhatsApp refuses this version of the gateway',
  example: 'logged_out',
})

/** The user's wish for a session. The connector fulfils the wish, and resets it to `run` or marks the row as deleted. */
export type DesiredState = 'run' | 'logout' | 'delete'
