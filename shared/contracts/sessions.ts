export const SESSION_STATUSES = ['connected', 'connecting', 'disconnected'] as const
export type SessionStatus = (typeof SESSION_STATUSES)[number]

/** Why a session is not connected. `connection_lost` heals by itself; each of the others needs its user. */
export const DISCONNECT_REASONS = [
  'connection_lost',
  'logged_out',
  'replaced',
  'banned',
  'qr_timeout',
  'client_outdated',
] as const
export type DisconnectReason = (typeof DISCONNECT_REASONS)[number]

/** What the user wants of a session. The connector acts on it and sets it back to `run`, or marks the row as deleted. */
export type DesiredState = 'run' | 'logout' | 'delete'
