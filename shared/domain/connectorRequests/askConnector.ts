import { and, eq } from 'drizzle-orm'
import type { ConnectorRequest } from '#shared/contracts/connectorRequests.ts'
import { connectorRequests, type sessions } from '#shared/database/index.ts'
import {
  OperationTimedOut,
  OutcomeUnknown,
  ServiceUnavailable,
  type VesperError,
  WhatsAppRejected,
} from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import type { AppContext } from '../context.ts'
import { NO_ANSWER } from './runConnectorRequest.ts'

/** API Gateway gives a request 29 s. */
const ANSWER_WITHIN_MS = 20_000
const POLL_EVERY_MS = 100

interface ConnectorCall {
  session: Pick<typeof sessions.$inferSelect, 'id' | 'partition'>
  request: ConnectorRequest
}

/**
 * Asks a session's connector to do something and waits for its answer, which comes by the database: the connector may be
 * any host, and may change on the way. Who repeats a call with the same seed waits for what the first one asked for.
 * @throws OperationTimedOut that says whether it may still happen, WhatsAppRejected with WhatsApp's code
 */
export async function askConnector({
  ctx,
  input: { session, request, operation },
}: {
  ctx: AppContext
  input: ConnectorCall & { operation: string }
}): Promise<unknown> {
  const id = await placeConnectorRequest({ ctx, input: { session, request } })
  for (const end = ctx.now().getTime() + ANSWER_WITHIN_MS; ctx.now().getTime() < end; ) {
    const [row] = await ctx.db
      .select({ state: connectorRequests.state, result: connectorRequests.result })
      .from(connectorRequests)
      .where(eq(connectorRequests.id, id))
    if (row?.state === 'done') return row.result
    if (row?.state === 'failed') throw toError(operation, row.result)
    await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS))
  }
  const mayStillHappen = !(await cancel(ctx, id))
  throw new OperationTimedOut({ operation, mayStillHappen })
}

/**
 * Writes the request down and enqueues it, and answers its id. One that an earlier call with this seed has left is that call's,
 * unless it was cancelled: then it will never run, and SQS would take its command for a duplicate.
 * @throws ServiceUnavailable if the request is cancelled for certain, OutcomeUnknown otherwise
 */
export async function placeConnectorRequest({
  ctx,
  input: { session, request },
}: {
  ctx: AppContext
  input: ConnectorCall
}): Promise<string> {
  const { kind, ...input } = request
  for (let turn = 0; ; turn++) {
    const id = requestId(ctx, turn)
    await ctx.db
      .insert(connectorRequests)
      .values({ id, appId: ctx.appId, sessionId: session.id, kind, input })
      .onConflictDoNothing()
    const [row] = await ctx.db
      .select({ state: connectorRequests.state })
      .from(connectorRequests)
      .where(eq(connectorRequests.id, id))
    if (row?.state === 'cancelled') continue
    if (row?.state === 'waiting') await enqueueRequest(ctx, session, id)
    return id
  }
}

/**
 * Whether an earlier run of the same request has asked the connector already. What was asked then is not refused now for what it
 * has changed itself, such as a message that it took back.
 */
export async function wasAskedEarlier({ ctx }: { ctx: AppContext }): Promise<boolean> {
  if (ctx.seed === undefined) return false
  const [row] = await ctx.db
    .select({ id: connectorRequests.id })
    .from(connectorRequests)
    .where(and(eq(connectorRequests.id, requestId(ctx, 0)), eq(connectorRequests.appId, ctx.appId)))
  return row !== undefined
}

function requestId({ seed }: AppContext, turn: number): string {
  return newId('request', seed && `${seed}:${turn}`)
}

/** Enqueues a request that is written. If the queue does not confirm the command, the request is cancelled, unless a connector has begun it. */
async function enqueueRequest(ctx: AppContext, session: ConnectorCall['session'], id: string): Promise<void> {
  const command = { type: 'request.run', sessionId: session.id, requestId: id } as const
  try {
    await ctx.commands.send({ partition: session.partition, command })
  } catch (cause) {
    const isCancelled = await cancel(ctx, id).catch((err: unknown) => {
      ctx.log.error({ err, requestId: id }, 'request.cancel_failed')
      throw new OutcomeUnknown({ cause })
    })
    if (isCancelled) throw new ServiceUnavailable({ dependency: 'queue', cause })
  }
}

/** Whether it was early enough: nobody had begun. */
async function cancel(ctx: AppContext, requestId: string): Promise<boolean> {
  const cancelled = await ctx.db
    .update(connectorRequests)
    .set({ state: 'cancelled' })
    .where(and(eq(connectorRequests.id, requestId), eq(connectorRequests.state, 'waiting')))
    .returning({ id: connectorRequests.id })
  return cancelled.length > 0
}

/** A connector that got no answer does not know whether it happened. */
function toError(operation: string, result: unknown): VesperError {
  const code = String((result as { code?: unknown } | null)?.code)
  return code === NO_ANSWER
    ? new OperationTimedOut({ operation, mayStillHappen: true })
    : new WhatsAppRejected({ operation, code })
}
