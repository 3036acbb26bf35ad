export const SESSION_STATUSES = ['connected', 'connecting', 'disconnected'] as const
export type SessionStatus = (typeof SESSION_STATUSES)[number]

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

/** The user's wish for a session. The connector fulfils the wish, and resets it to `run` or marks the row as deleted. */
export type DesiredState = 'run' | 'logout' | 'delete'
