import { and, eq } from 'drizzle-orm'
import { type ConnectorRequest, requestSchema } from '#shared/contracts/connectorRequests.ts'
import { connectorRequests } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { holdsLease, type Lease } from '../fleet/index.ts'

/** Error code of a request without a readable answer. WhatsApp may have executed the request. */
export const NO_ANSWER = 'no_answer'

export type ConnectorAnswer = { state: 'done' | 'failed'; result: unknown }

/**
 * Runs a request at most once, even if several connectors receive its command several times. Only the first connector
 * moves the request from `waiting` to `running`. If that connector dies, the request stays `running`, and its caller
 * times out.
 */
export async function runConnectorRequest({
  ctx,
  input: { lease, requestId, perform },
}: {
  ctx: Pick<Context, 'db' | 'log'>
  input: { lease: Lease; requestId: string; perform: (request: ConnectorRequest) => Promise<ConnectorAnswer> }
}): Promise<void> {
  const [row] = await ctx.db
    .update(connectorRequests)
    .set({ state: 'running' })
    .where(
      and(eq(connectorRequests.id, requestId), eq(connectorRequests.state, 'waiting'), holdsLease(lease)),
    )
    .returning({ kind: connectorRequests.kind, input: connectorRequests.input })
  if (!row) return
  const answer = await perform(requestSchema.parse({ kind: row.kind, ...(row.input as object) })).catch(
    (err: unknown): ConnectorAnswer => {
      ctx.log.error({ err, requestId }, 'request.failed')
      return { state: 'failed', result: { code: NO_ANSWER } }
    },
  )
  await ctx.db
    .update(connectorRequests)
    .set(answer)
    .where(and(eq(connectorRequests.id, requestId), eq(connectorRequests.state, 'running')))
}
