import type { SessionReason, SessionStatus } from './sessions.ts'

/** Facts of a session that decide whether its user must act. */
export interface SessionFacts {
  id: string
  status: SessionStatus
  reason: SessionReason | null
  pairedAt: Date | null
  phone: string | null
  /** End of a temporary ban. */
  bannedUntil: Date | null
  /** Time at which the gateway connects again by itself. */
  retryAt: Date | null
}

/**
 * Returns true if the next poll of the QR code starts a new pairing: nobody scanned the code, or no phone was ever linked. After a
 * ban or with an outdated client, another attempt by itself would only repeat the refusal.
 */
export function pairsByItself({ status, reason, pairedAt, phone }: SessionFacts): boolean {
  if (status !== 'disconnected' || pairedAt !== null) return false
  return reason === 'qr_timeout' || (phone === null && (reason === null || reason === 'logged_out'))
}

/** Returns the sentences that tell the user how a session that is not connected connects again, or null if it does so by itself. */
export function remedyFor(session: SessionFacts): string | null {
  const { id, status, reason, pairedAt, retryAt } = session
  if (reason === 'connector_starting')
    return `A connector starts, which takes up to two minutes. Poll GET /sessions/${id}/qr until it answers a QR code, and scan the code.`
  if (status !== 'disconnected')
    return status === 'connected' || pairedAt !== null
      ? null
      : `Scan the QR code from GET /sessions/${id}/qr.`
  if (pairsByItself(session))
    return `Poll GET /sessions/${id}/qr, which starts a new pairing, and scan the QR code.`
  if (retryAt) return `${causeOf(session)} The session connects again by itself at ${retryAt.toISOString()}.`
  return restartRemedy(session)
}

/** Returns the sentences for a session that rests until its user acts. */
function restartRemedy({ id, reason }: SessionFacts): string {
  const restart = `Then restart the session with POST /sessions/${id}/restart.`
  switch (reason) {
    case 'banned':
      return `WhatsApp banned the account. Ask for a review in WhatsApp on the phone. ${restart}`
    case 'replaced':
      return `Another program uses the link of this session. Stop that program. ${restart}`
    case 'client_outdated':
      return `WhatsApp no longer accepts this version of the gateway. Ask the operator for an upgrade. ${restart}`
    case 'account_locked':
      return `WhatsApp locked the account. Unlock the account in WhatsApp on the phone. ${restart}`
    case 'client_rejected':
      return `WhatsApp refuses this kind of client for the account. Ask the operator of the gateway. ${restart}`
    case 'login_rejected':
      return `WhatsApp refused the login. Ask the operator of the gateway. ${restart}`
    default:
      return `The link to the phone was removed. Start a new pairing with GET /sessions/${id}/qr?restart=true, and scan the QR code.`
  }
}

/** Returns the sentence on the cause for which a session waits until it connects again by itself. */
function causeOf({ reason, bannedUntil }: SessionFacts): string {
  if (reason === 'client_outdated')
    return 'WhatsApp no longer accepts this version of the gateway. The gateway learns the current version.'
  if (reason !== 'banned') return 'WhatsApp refused the login with a code that the gateway does not know.'
  return bannedUntil === null
    ? 'WhatsApp banned the account, and named no end of the ban.'
    : `WhatsApp banned the account until ${bannedUntil.toISOString()}.`
}
