import { z } from 'zod'
import { type AskedUsername, type UsernameAnswer, usernameAnswerSchema } from '#shared/contracts/usernames.ts'
import { askConnector } from '../connectorRequests/index.ts'
import type { SendContext } from '../context.ts'

/**
 * Asks WhatsApp for the persons behind usernames, in the order of the input.
 * @throws OperationTimedOut, WhatsAppRejected, ServiceUnavailable, OutcomeUnknown
 */
export async function askUsernames({
  ctx,
  input: { session, users },
}: {
  ctx: SendContext
  input: { session: { id: string; partition: number }; users: AskedUsername[] }
}): Promise<UsernameAnswer[]> {
  // The caller's own request to the connector has the seed of the caller.
  const own = { ...ctx, seed: ctx.seed && `${ctx.seed}:usernames` }
  const request = { kind: 'usernames.find', users } as const
  const answer = await askConnector({
    ctx: own,
    input: { session, request, operation: 'look up usernames' },
  })
  return z.array(usernameAnswerSchema).parse(answer)
}
