import { pairsByItself, remedyFor } from '#shared/contracts/sessionRemedies.ts'
import type { SessionReason, SessionStatus } from '#shared/contracts/sessions.ts'
import type { AppContext } from '../context.ts'
import { loadSession } from './loadSession.ts'
import { startPairing } from './startPairing.ts'
import type { ReportedSession } from './view.ts'

/** A session's QR code, or the way to the next code. */
export interface SessionQr {
  status: SessionStatus
  qr: string | null
  expiresAt: Date | null
  reason: SessionReason | null
  /** Instruction for the user. Null if there is a code, or if the user need not act. */
  hint: string | null
}

/**
 * Returns the session's status and its valid QR code. `qr` is null before the first code, after the expiry of a code,
 * and while the session is connected. The call starts a new pairing if nobody scanned the earlier codes, or if no phone was ever
 * linked. With `restart`, the call also starts a new pairing after a logout.
 * @throws NotFound
 */
export async function getSessionQr({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string; restart?: boolean | undefined }
}): Promise<SessionQr> {
  const found = await loadSession({ ctx, input: { id: input.id } })
  const session = mayPair(found, input.restart === true) ? await startPairing({ ctx, input: found }) : found
  const { status, qr, qrExpiresAt, reason } = session
  const isValid = status === 'connecting' && qr !== null && qrExpiresAt !== null && qrExpiresAt > ctx.now()
  if (isValid) return { status, qr, expiresAt: qrExpiresAt, reason, hint: null }
  return { status, qr: null, expiresAt: null, reason, hint: hintFor(session) }
}

function mayPair(session: ReportedSession, isAsked: boolean): boolean {
  const wasUnlinked =
    session.status === 'disconnected' && session.pairedAt === null && session.reason === 'logged_out'
  return session.desiredState === 'run' && (pairsByItself(session) || (isAsked && wasUnlinked))
}

function hintFor(session: ReportedSession): string | null {
  if (session.reason === 'connector_starting') return remedyFor(session)
  if (session.status === 'connecting' && session.pairedAt === null)
    return 'The QR code is not ready. Repeat the request in 3 seconds.'
  return remedyFor(session)
}
