import type { DisconnectReason } from '#shared/contracts/sessions.ts'
import type { ConnectionEnd } from '../whatsapp/index.ts'

/** What to do when a socket has closed. */
export type Policy =
  /** WhatsApp asks for it, after pairing: connect again at once. */
  | { action: 'restart' }
  /** A passing fault: connect again, after a growing delay. */
  | { action: 'retry' }
  /** Nothing but its user can help. `unlinked`: the credentials open nothing any more. */
  | { action: 'stop'; reason: DisconnectReason; unlinked: boolean }

/** By the status code that Baileys ends a connection with. What is not here is a passing fault. */
const POLICIES: Readonly<Record<number, Policy>> = {
  401: { action: 'stop', reason: 'logged_out', unlinked: true },
  403: { action: 'stop', reason: 'banned', unlinked: false },
  405: { action: 'stop', reason: 'client_outdated', unlinked: false },
  411: { action: 'stop', reason: 'logged_out', unlinked: true },
  440: { action: 'stop', reason: 'replaced', unlinked: false },
  515: { action: 'restart' },
}

const QR_ENDED = 'QR refs attempts ended'

/** The policy for a close. 408 is a time-out of any kind, and also a QR code that nobody scanned: its text tells. */
export function policyFor(end: ConnectionEnd): Policy {
  if (end.code === 408 && end.message === QR_ENDED)
    return { action: 'stop', reason: 'qr_timeout', unlinked: true }
  return POLICIES[end.code] ?? { action: 'retry' }
}
