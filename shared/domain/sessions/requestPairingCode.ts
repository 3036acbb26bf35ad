import { z } from 'zod'
import { SessionBusy } from '#shared/errors/index.ts'
import type { AppContext } from '../context.ts'
import { askConnector } from '../requests/index.ts'
import { loadSession } from './loadSession.ts'

const answerSchema = z.object({ code: z.string().length(8) })

/** Has WhatsApp ask for an 8-character code on the phone of that number, as another way than the QR code.
 * @throws NotFound, SessionBusy if it is linked already, OperationTimedOut, WhatsAppRejected */
export async function requestPairingCode({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string; phone: string }
}): Promise<{ code: string }> {
  const session = await loadSession(ctx, input.id)
  if (session.pairedAt)
    throw new SessionBusy({ sessionId: session.id, doing: 'linked already; log it out first' })
  if (session.status === 'disconnected') {
    throw new SessionBusy({ sessionId: session.id, doing: 'at rest; restart it first' })
  }
  const answer = await askConnector({
    ctx,
    session,
    request: { kind: 'pairing-code', phone: input.phone },
    operation: 'get a pairing code',
  })
  return answerSchema.parse(answer)
}
