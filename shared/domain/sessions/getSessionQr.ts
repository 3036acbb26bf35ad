import type { SessionStatus } from '#shared/contracts/sessions.ts'
import type { AppContext } from '../context.ts'
import { loadSession } from './loadSession.ts'

/**
 * Returns the session's status and its valid QR code. `qr` is null before the first code, after the expiry of a code,
 * and while the session is connected.
 * @throws NotFound
 */
export async function getSessionQr({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string }
}): Promise<{ status: SessionStatus; qr: string | null; expiresAt: Date | null }> {
  const { status, qr, qrExpiresAt } = await loadSession({ ctx, input: { id: input.id } })
  const alive = status === 'connecting' && qr !== null && qrExpiresAt !== null && qrExpiresAt > ctx.now()
  return alive ? { status, qr, expiresAt: qrExpiresAt } : { status, qr: null, expiresAt: null }
}
