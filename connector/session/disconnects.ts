import type { DisconnectReason } from '#shared/contracts/sessions.ts'
import type { ConnectionEnd } from '../whatsapp/index.ts'

/** Reaction to a closed socket. */
export type Policy =
  /** WhatsApp requests a reconnect after pairing: connect again immediately. */
  | { action: 'restart' }
  /** A temporary fault: connect again after a growing delay. */
  | { action: 'retry' }
  /** Only the user can repair it. `unlinked`: the credentials are no longer valid. */
  | { action: 'stop'; reason: DisconnectReason; unlinked: boolean }

/** Policies by the status code that Baileys ends a connection with. All other codes are temporary faults. */
const POLICIES: Readonly<Record<number, Policy>> = {
  401: { action: 'stop', reason: 'logged_out', unlinked: true },
  403: { action: 'stop', reason: 'banned', unlinked: false },
  405: { action: 'stop', reason: 'client_outdated', unlinked: false },
  411: { action: 'stop', reason: 'logged_out', unlinked: true },
  440: { action: 'stop', reason: 'replaced', unlinked: false },
  515: { action: 'restart' },
}

const QR_ENDED = 'QR refs attempts ended'

/** Returns the policy for a close. Code 408 means a time-out or an unscanned QR code; the message distinguishes them. */
export function policyFor(end: ConnectionEnd): Policy {
  if (end.code === 408 && end.message === QR_ENDED)
    return { action: 'stop', reason: 'qr_timeout', unlinked: true }
  return POLICIES[end.code] ?? { action: 'retry' }
}
