import type { SessionStatus } from '#shared/contracts/sessions.ts'
import type { AppContext } from '../context.ts'
import { loadSession } from './loadSession.ts'

/** The text of the QR code to scan now, or null: once connected, before the first one, and when it has expired.
 * @throws NotFound */
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
