import { z } from 'zod'

export const SESSION_STATUSES = ['connected', 'connecting', 'disconnected'] as const
export type SessionStatus = (typeof SESSION_STATUSES)[number]

export const sessionStatusSchema = z.enum(SESSION_STATUSES).meta({
  id: 'SessionStatus',
  description:
    '`connecting`: the session waits for a scan, or reconnects. `disconnected`: the session needs an action, and `reason` says which',
  example: 'connected',
})

/**
 * Reasons for which a session is not connected. The gateway reconnects by itself after `connection_lost` and `client_outdated`,
 * after a ban with an end, and after an unknown refusal.
 */
export const DISCONNECT_REASONS = [
  'connection_lost',
  'logged_out',
  'replaced',
  'banned',
  'qr_timeout',
  'client_outdated',
  'account_locked',
  'client_rejected',
  'login_rejected',
] as const
export type DisconnectReason = (typeof DISCONNECT_REASONS)[number]

export const disconnectReasonSchema = z.enum(DISCONNECT_REASONS).meta({
  id: 'DisconnectReason',
  description:
    '`connection_lost`: the gateway reconnects by itself. `logged_out`: the phone unlinked the session, so restart and pair again. ' +
    '`replaced`: the same link is open elsewhere, so restart. `banned`: WhatsApp banned the account. With `bannedUntil`, ' +
    'the session connects again by itself at that time. ' +
    '`qr_timeout`: nobody scanned a code, so restart. `client_outdated`: WhatsApp refuses this version of the gateway, which learns ' +
    'the current version and connects again by itself. `account_locked`: WhatsApp locked the account, so unlock the account on the phone and ' +
    'restart. `client_rejected`: WhatsApp refuses this kind of client. `login_rejected`: WhatsApp refused the login for another reason',
  example: 'logged_out',
})

/** Reasons that the API adds to those of the connectors. No row and no event has them. */
export const SESSION_REASONS = [...DISCONNECT_REASONS, 'connector_starting'] as const
export type SessionReason = (typeof SESSION_REASONS)[number]

export const sessionReasonSchema = z.enum(SESSION_REASONS).meta({
  id: 'SessionReason',
  description: `${disconnectReasonSchema.description}. \`connector_starting\`: no connector runs yet, and the session pairs when one has started`,
  example: 'logged_out',
})

/** Causes of a temporary ban. WhatsApp names them by a number. */
export const BAN_CAUSES = [
  'sent_to_too_many_people',
  'blocked_by_users',
  'created_too_many_groups',
  'sent_too_many_same_message',
  'broadcast_list',
  'other',
] as const
export type BanCause = (typeof BAN_CAUSES)[number]

export const banCauseSchema = z.enum(BAN_CAUSES).meta({
  id: 'BanCause',
  description:
    'Cause of a temporary ban. `sent_to_too_many_people`: too many messages to people who do not have the number. `blocked_by_users`: ' +
    'too many people blocked the account. `created_too_many_groups`: too many groups with people who do not have the number. ' +
    '`sent_too_many_same_message`: the same message too often. `broadcast_list`: too many messages to broadcast lists',
  example: 'sent_to_too_many_people',
})

/** The user's wish for a session. The connector fulfils the wish, and resets it to `run` or marks the row as deleted. */
export type DesiredState = 'run' | 'logout' | 'delete'
