import { z } from 'zod'
import type { ConnectorRequest } from '#shared/contracts/connectorRequests.ts'
import { type AskedUsername, type UsernameAnswer, usernameAnswerSchema } from '#shared/contracts/usernames.ts'
import { askConnector, callConnector } from '../connectorRequests/index.ts'
import type { SendContext } from '../context.ts'

interface Question {
  session: { id: string; partition: number }
  users: AskedUsername[]
}

const answers = z.array(usernameAnswerSchema)

/**
 * Asks WhatsApp for the persons behind usernames, in the order of the input.
 * @throws OperationTimedOut, WhatsAppRejected, ServiceUnavailable, OutcomeUnknown
 */
export async function askUsernames({
  ctx,
  input,
}: {
  ctx: SendContext
  input: Question
}): Promise<UsernameAnswer[]> {
  const operation = 'look up usernames'
  return answers.parse(await askConnector({ ctx: ownSeed(ctx), input: { ...toCall(input), operation } }))
}

/**
 * Asks WhatsApp like `askUsernames`. Returns null if WhatsApp refuses or does not answer in time.
 * @throws ServiceUnavailable, OutcomeUnknown
 */
export async function tryUsernames({
  ctx,
  input,
}: {
  ctx: SendContext
  input: Question
}): Promise<UsernameAnswer[] | null> {
  const outcome = await callConnector({ ctx: ownSeed(ctx), input: toCall(input) })
  return outcome.state === 'done' ? answers.parse(outcome.result) : null
}

function toCall({ session, users }: Question) {
  return { session, request: { kind: 'usernames.find', users } satisfies ConnectorRequest }
}

/** Returns a context with another seed, because the caller's own request to the connector has the seed of the caller. */
function ownSeed(ctx: SendContext): SendContext {
  return { ...ctx, seed: ctx.seed && `${ctx.seed}:usernames` }
}
