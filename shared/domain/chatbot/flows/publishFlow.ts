import { isDeepStrictEqual } from 'node:util'
import { and, eq, max, notExists, notInArray } from 'drizzle-orm'
import { z } from 'zod'
import { flowRuns, flows, flowVersions, isUniqueViolation, type Transaction } from '#shared/database/index.ts'
import { FlowIsBeingDrawn, NotFound, ValidationFailed } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import type { AppContext } from '../../context.ts'
import { loadSession } from '../../sessions/index.ts'
import { checked } from './checked.ts'
import { drawn, type StoredDefinition } from './definition.ts'
import { findRival } from './findRival.ts'
import { lockFlowWithin } from './internal/lockFlowWithin.ts'
import { loadFlow, loadSteps } from './loadFlow.ts'
import { validateFlow } from './validateFlow.ts'
import { FLOW_EXAMPLE, type FlowRow, findingSchema, flowSchema, toFlowView } from './view.ts'

/** Limit of checks. A draft that changes during each check is not ready for publication. */
const MAX_ATTEMPTS = 3

const WARNINGS = [{ path: 'steps.stp_4fG7hJ2kL9mNpQrSt5vW', message: 'No step sets the variable "order_id"' }]

export const publishedSchema = flowSchema
  .extend({
    warnings: z
      .array(findingSchema)
      .meta({ description: 'Possible mistakes, which do not prevent the publication', example: WARNINGS }),
  })
  .meta({
    id: 'PublishedFlow',
    description: 'A published flow, with the warnings of its check',
    example: { ...FLOW_EXAMPLE, warnings: WARNINGS },
  })
export type Published = z.infer<typeof publishedSchema>

/**
 * Stores the draft as a version, and has new runs follow this version. Live runs finish on the version with which
 * they started.
 * @throws NotFound, ValidationFailed with all faults, SessionHasFlow, FlowIsBeingDrawn
 */
export async function publishFlow({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { flowId: string }
}): Promise<Published> {
  const { flowId } = input
  const { sessionId } = await loadFlow({ ctx, input: { id: flowId } })
  if (sessionId !== null) await loadSession({ ctx, input: { id: sessionId } })
  try {
    for (let made = 0; made < MAX_ATTEMPTS; made += 1) {
      const { definition, warnings } = await check(ctx, flowId)
      const row = await ctx.db.transaction(async (tx) => await freeze(tx, ctx, flowId, definition))
      if (row) return { ...toFlowView(row), warnings }
    }
  } catch (error) {
    if (!isUniqueViolation(error, 'flows_published')) throw error
    throw (await findRival({ ctx, input: { flowId } })) ?? error
  }
  throw new FlowIsBeingDrawn({ flowId })
}

/**
 * Checks the draft, outside of a transaction.
 * @throws NotFound, ValidationFailed with all faults
 */
async function check(ctx: AppContext, flowId: string) {
  const flow = await loadFlow({ ctx, input: { id: flowId } })
  const definition = drawn(flow, await loadSteps({ ctx, input: { flowId } }))
  const { faults, warnings } = await checked({
    ctx,
    input: { path: 'steps', check: validateFlow(definition) },
  })
  if (flow.sessionId === null) faults.unshift({ path: 'sessionId', message: 'Assign a WhatsApp session' })
  if (faults.length > 0) throw new ValidationFailed({ details: faults })
  return { definition, warnings }
}

/** Makes the checked draft the published version. Returns null if the draft has changed after the check. */
async function freeze(
  tx: Transaction,
  ctx: AppContext,
  flowId: string,
  definition: StoredDefinition,
): Promise<FlowRow | null> {
  const flow = await lockFlowWithin(tx, ctx, flowId)
  const isSame = isDeepStrictEqual(
    drawn(flow, await loadSteps({ ctx: { db: tx }, input: { flowId } })),
    definition,
  )
  if (!isSame || flow.sessionId === null) return null
  const now = ctx.now()
  const [last] = await tx
    .select({ number: max(flowVersions.number) })
    .from(flowVersions)
    .where(eq(flowVersions.flowId, flowId))
  const id = newId('flowVersion')
  const version = { id, flowId, appId: ctx.appId, number: (last?.number ?? 0) + 1, createdAt: now }
  await tx.insert(flowVersions).values({ ...version, definition: { ...definition } })
  const [row] = await tx
    .update(flows)
    .set({ publishedVersionId: id, publishedAt: now, updatedAt: now })
    .where(eq(flows.id, flowId))
    .returning()
  if (!row) throw new NotFound({ what: 'Flow', id: flowId })
  await forgetVersions(tx, flowId, [id, flow.publishedVersionId])
  return row
}

/**
 * Deletes the versions without a run. Keeps the version that was published until now, because a run may just start on
 * it. The next publication deletes this version.
 */
async function forgetVersions(tx: Transaction, flowId: string, kept: (string | null)[]): Promise<void> {
  const runs = tx.select({ id: flowRuns.id }).from(flowRuns).where(eq(flowRuns.versionId, flowVersions.id))
  const ids = kept.filter((id) => id !== null)
  await tx
    .delete(flowVersions)
    .where(and(eq(flowVersions.flowId, flowId), notInArray(flowVersions.id, ids), notExists(runs)))
}
