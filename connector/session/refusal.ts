import type { SendFailure } from '#shared/contracts/messages.ts'
import type { DisconnectReason } from '#shared/contracts/sessions.ts'
import type { SessionStop } from '#shared/domain/sessions/index.ts'
import { refusalBackoffMs } from './backoff.ts'
import type { Policy } from './disconnects.ts'

/** Failure of a waiting message by the reason for which WhatsApp refuses its session. Other messages wait for their session. */
const FAILURES: Partial<Record<DisconnectReason, SendFailure>> = {
  banned: 'session_banned',
  account_locked: 'session_account_locked',
  client_rejected: 'session_client_rejected',
  login_rejected: 'session_login_rejected',
}

/** A session that WhatsApp refuses, or that waits for its user. */
interface Resting {
  status: string
  reason: DisconnectReason | null
  retryAt: Date | null
}

/**
 * Returns the failure of a message whose session rests until after the message's deadline. Null: the session may be back in time.
 */
export function failureOf({ status, reason, retryAt }: Resting, deadline: Date): SendFailure | null {
  if (status !== 'disconnected' || (retryAt !== null && retryAt < deadline)) return null
  return (reason && FAILURES[reason]) ?? null
}

/** Returns the stop that a policy asks for, or null for a policy without a stop. */
export function stopOf(policy: Policy, refusals: number, now: Date): SessionStop | null {
  const after = (ms: number | null) => (ms === null ? null : new Date(now.getTime() + ms))
  const common = { unlinked: false, refusals: refusals + 1, ban: null }
  if (policy.action === 'update')
    return {
      ...common,
      reason: 'client_outdated',
      retryAt: after(refusalBackoffMs(refusals + 1, Math.random())),
    }
  if (policy.action !== 'stop') return null
  const { reason, unlinked, retryAfterMs, ban } = policy
  return {
    ...common,
    reason,
    unlinked,
    retryAt: after(retryAfterMs),
    ban: ban ? { until: after(ban.lengthMs), cause: ban.cause } : null,
  }
}
