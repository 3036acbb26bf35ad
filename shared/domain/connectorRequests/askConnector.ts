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
import type { SendContext } from '../context.ts'
import { NO_ANSWER } from './runConnectorRequest.ts'

/** Time that a caller waits for the answer. API Gateway ends a request after 29 s. */
const ANSWER_WITHIN_MS = 20_000
const POLL_EVERY_MS = 100

interface ConnectorCall {
  session: Pick<typeof sessions.$inferSelect, 'id' | 'partition'>
  request: ConnectorRequest
}

/**
 * Requests an operation from a session's connector, and waits for the answer. The answer comes through the database,
 * because the connector may run on any host and may change meanwhile. A repeated call with the same seed waits for the
 * request of the first call.
 * @throws OperationTimedOut, which tells whether the operation may still happen; WhatsAppRejected with WhatsApp's code;
 * ServiceUnavailable, OutcomeUnknown
 */
export async function askConnector({
  ctx,
  input: { operation, ...call },
}: {
  ctx: SendContext
  input: ConnectorCall & { operation: string }
}): Promise<unknown> {
  const outcome = await callConnector({ ctx, input: call })
  if (outcome.state === 'done') return outcome.result
  if (outcome.state === 'failed') throw toError(operation, outcome.result)
  throw new OperationTimedOut({ operation, mayStillHappen: outcome.mayStillHappen })
}

/** Outcome of a connector request within the time that its caller waits. */
export type ConnectorOutcome =
  | { state: 'done'; result: unknown }
  | { state: 'failed'; result: unknown }
  | { state: 'timeout'; mayStillHappen: boolean }

/**
 * Requests an operation like `askConnector`, and returns each outcome, so that the caller can continue without an answer.
 * @throws ServiceUnavailable, OutcomeUnknown
 */
export async function callConnector({
  ctx,
  input: { session, request },
}: {
  ctx: SendContext
  input: ConnectorCall
}): Promise<ConnectorOutcome> {
  const id = await placeConnectorRequest({ ctx, input: { session, request } })
  for (const end = ctx.now().getTime() + ANSWER_WITHIN_MS; ctx.now().getTime() < end; ) {
    const [row] = await ctx.db
      .select({ state: connectorRequests.state, result: connectorRequests.result })
      .from(connectorRequests)
      .where(eq(connectorRequests.id, id))
    if (row?.state === 'done') return { state: 'done', result: row.result }
    if (row?.state === 'failed') return { state: 'failed', result: row.result }
    await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS))
  }
  return { state: 'timeout', mayStillHappen: !(await cancel(ctx, id)) }
}

/**
 * Stores a connector request, enqueues its command, and returns its id. If an earlier call with this seed has stored a
 * request, this call uses that request. If the stored request is cancelled, this call stores a new request under
 * another id. A cancelled request never runs, and SQS drops its second command as a duplicate.
 * @throws ServiceUnavailable if the request is certainly cancelled, OutcomeUnknown otherwise
 */
export async function placeConnectorRequest({
  ctx,
  input: { session, request },
}: {
  ctx: SendContext
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
 * Tells whether an earlier run of the same request has placed a connector request. The repetition then skips checks
 * that would fail because of the first run's own change, such as a revocation.
 */
export async function wasAskedEarlier({ ctx }: { ctx: SendContext }): Promise<boolean> {
  if (ctx.seed === undefined) return false
  const [row] = await ctx.db
    .select({ id: connectorRequests.id })
    .from(connectorRequests)
    .where(and(eq(connectorRequests.id, requestId(ctx, 0)), eq(connectorRequests.appId, ctx.appId)))
  return row !== undefined
}

function requestId({ seed }: SendContext, turn: number): string {
  return newId('request', seed && `${seed}:${turn}`)
}

/**
 * Enqueues a stored request. If the queue does not confirm the command, cancels the request unless a connector has
 * begun it.
 */
async function enqueueRequest(
  ctx: SendContext,
  session: ConnectorCall['session'],
  id: string,
): Promise<void> {
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

/** Cancels a request that no connector has begun. Returns false if a connector has begun the request. */
async function cancel(ctx: SendContext, requestId: string): Promise<boolean> {
  const cancelled = await ctx.db
    .update(connectorRequests)
    .set({ state: 'cancelled' })
    .where(and(eq(connectorRequests.id, requestId), eq(connectorRequests.state, 'waiting')))
    .returning({ id: connectorRequests.id })
  return cancelled.length > 0
}

/**
 * Converts a failed answer to an error. Without WhatsApp's answer, the connector does not know whether the operation
 * happened.
 */
function toError(operation: string, result: unknown): VesperError {
  const code = String((result as { code?: unknown } | null)?.code)
  return code === NO_ANSWER
    ? new OperationTimedOut({ operation, mayStillHappen: true })
    : new WhatsAppRejected({ operation, code })
}
