import type { BanCause, DisconnectReason } from '#shared/contracts/sessions.ts'
import type { ConnectionEnd } from '../whatsapp/index.ts'
import { refusalBackoffMs } from './backoff.ts'

/** Reaction to a closed socket. */
export type Policy =
  /** WhatsApp requests a reconnect after pairing: connect again immediately. */
  | { action: 'restart' }
  /** A temporary fault: connect again after a growing delay. */
  | { action: 'retry' }
  /** WhatsApp refuses the login. `unlinked`: the credentials are no longer valid. */
  | {
      action: 'stop'
      reason: DisconnectReason
      unlinked: boolean
      /** Time until the next login, in ms. Null: the session rests until its user acts. */
      retryAfterMs: number | null
      /** Length and cause of a temporary ban. */
      ban?: { lengthMs: number | null; cause: BanCause }
    }
  /** WhatsApp refuses the version of the client. */
  | { action: 'update' }

/** A stop that only the user ends. */
const stop = (reason: DisconnectReason, unlinked = false): Policy => ({
  action: 'stop',
  reason,
  unlinked,
  retryAfterMs: null,
})

/**
 * Policies by the code of `<failure>` and `<stream:error>`. Sources: section 14 of the protocol notes, and the codes of other
 * open clients.
 */
const POLICIES: Readonly<Record<number, Policy>> = {
  400: { action: 'retry' },
  401: stop('logged_out', true),
  403: stop('account_locked'),
  405: { action: 'update' },
  406: stop('banned'),
  409: stop('client_rejected'),
  411: stop('logged_out', true),
  413: stop('login_rejected'),
  414: stop('login_rejected'),
  415: stop('login_rejected'),
  418: stop('client_rejected'),
  440: stop('replaced'),
  515: { action: 'restart' },
  516: stop('logged_out', true),
}

const BAN_CAUSES: Readonly<Record<string, BanCause>> = {
  '101': 'sent_to_too_many_people',
  '102': 'blocked_by_users',
  '103': 'created_too_many_groups',
  '104': 'sent_too_many_same_message',
  '106': 'broadcast_list',
}

/** Time after the end of a ban before the login, because WhatsApp rounds the length to seconds. */
const AFTER_BAN_MS = 1_000

const QR_ENDED = 'QR refs attempts ended'
const LOGGED_OUT = 'Intentional Logout'
const NO_MULTI_DEVICE = 'Multi-device beta not joined'

/**
 * Returns the policy for a close. The codes of WhatsApp count only in the stanzas of WhatsApp. Baileys has the same numbers for
 * faults of the network, such as a proxy that answers 403. The message distinguishes the other closes.
 * @param refusals logins in a row that WhatsApp refused before this one
 * @param random in [0, 1)
 */
export function policyFor(end: ConnectionEnd, refusals = 0, random = Math.random()): Policy {
  if (end.message === QR_ENDED) return stop('qr_timeout', true)
  if (end.message === LOGGED_OUT || end.message === NO_MULTI_DEVICE) return stop('logged_out', true)
  if (end.from === 'socket') return { action: 'retry' }
  if (end.attrs?.type === 'device_removed') return stop('logged_out', true)
  if (end.code === 402) return temporaryBan(end.attrs ?? {}, refusals, random)
  const isUnknownRefusal = end.from === 'failure' && end.code >= 400 && end.code < 500
  return (
    POLICIES[end.code] ??
    (isUnknownRefusal
      ? {
          action: 'stop',
          reason: 'login_rejected',
          unlinked: false,
          retryAfterMs: refusalBackoffMs(refusals + 1, random),
        }
      : { action: 'retry' })
  )
}

function temporaryBan(attrs: Record<string, string>, refusals: number, random: number): Policy {
  const seconds = Number(attrs.expire)
  const lengthMs = attrs.expire !== undefined && seconds >= 0 ? seconds * 1_000 : null
  return {
    action: 'stop',
    reason: 'banned',
    unlinked: false,
    // Without an end, or with an end that WhatsApp does not keep, the delay grows.
    retryAfterMs: Math.max(
      lengthMs === null ? 0 : lengthMs + AFTER_BAN_MS * (1 + random),
      lengthMs === null || refusals > 0 ? refusalBackoffMs(refusals + 1, random) : 0,
    ),
    ban: { lengthMs, cause: BAN_CAUSES[attrs.code ?? ''] ?? 'other' },
  }
}
