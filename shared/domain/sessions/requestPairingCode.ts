import { z } from 'zod'
import { SessionNotPairing } from '#shared/errors/index.ts'
import { askConnector, wasAskedEarlier } from '../connectorRequests/index.ts'
import type { AppContext } from '../context.ts'
import { loadSession } from './loadSession.ts'

const answerSchema = z.object({ code: z.string().length(8) })

/**
 * Requests an 8-character link code, with which the phone of a number links the session without a QR code.
 * @throws NotFound, SessionNotPairing, OperationTimedOut, WhatsAppRejected
 */
export async function requestPairingCode({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { id: string; phone: string }
}): Promise<{ code: string }> {
  const session = await loadSession({ ctx, input: { id: input.id } })
  const isPaired = session.pairedAt !== null
  if ((isPaired || session.status === 'disconnected') && !(await wasAskedEarlier({ ctx })))
    throw new SessionNotPairing({ sessionId: session.id, isPaired })
  const answer = await askConnector({
    ctx,
    input: {
      session,
      request: { kind: 'pairing-code', phone: input.phone },
      operation: 'get a pairing code',
    },
  })
  return answerSchema.parse(answer)
}
