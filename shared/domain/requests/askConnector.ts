import { and, eq } from 'drizzle-orm'
import type { ConnectorRequest } from '#shared/contracts/requests.ts'
import { requests, type sessions } from '#shared/database/index.ts'
import { OperationTimedOut, WhatsAppRejected } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import type { AppContext } from '../context.ts'

/** API Gateway gives a request 29 s. */
const ANSWER_WITHIN_MS = 20_000
const POLL_EVERY_MS = 100

/**
 * Asks a session's connector to do something and waits for its answer, which comes by the database: the connector may be
 * any host, and may change on the way.
 * @throws OperationTimedOut that says whether it may still happen, WhatsAppRejected with WhatsApp's code
 */
export async function askConnector({
  ctx,
  session,
  request,
  operation,
}: {
  ctx: AppContext
  session: Pick<typeof sessions.$inferSelect, 'id' | 'partition'>
  request: ConnectorRequest
  operation: string
}): Promise<unknown> {
  const id = newId('request')
  const { kind, ...input } = request
  await ctx.db.insert(requests).values({ id, appId: ctx.appId, sessionId: session.id, kind, input })
  await ctx.commands.send({
    partition: session.partition,
    command: { type: 'request.run', sessionId: session.id, requestId: id },
  })
  for (const end = ctx.now().getTime() + ANSWER_WITHIN_MS; ctx.now().getTime() < end; ) {
    const [row] = await ctx.db
      .select({ state: requests.state, result: requests.result })
      .from(requests)
      .where(eq(requests.id, id))
    if (row?.state === 'done') return row.result
    if (row?.state === 'failed')
      throw new WhatsAppRejected({ operation, code: String((row.result as { code?: unknown })?.code) })
    await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS))
  }
  const cancelled = await ctx.db
    .update(requests)
    .set({ state: 'cancelled' })
    .where(and(eq(requests.id, id), eq(requests.state, 'waiting')))
    .returning({ id: requests.id })
  throw new OperationTimedOut({ operation, mayStillHappen: cancelled.length === 0 })
}
