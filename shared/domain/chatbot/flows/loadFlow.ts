import { and, asc, eq, isNull } from 'drizzle-orm'
import { flowSteps, flows, type Queryable } from '#shared/database/index.ts'
import { NotFound, ValidationFailed } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import type { FlowRow, StepRow } from './view.ts'

/** The condition that finds the flows of an app, without those that are deleted. */
export const flowsOf = (appId: string) => and(eq(flows.appId, appId), isNull(flows.deletedAt))

/** The condition that finds the app's own flow. */
export const ownFlow = (ctx: Pick<AppContext, 'appId'>, id: string) =>
  and(eq(flows.id, id), flowsOf(ctx.appId))

/** The app's own flow of that id.
 * @throws NotFound also for another app's */
export async function loadFlow({
  ctx,
  input: { id },
}: {
  ctx: Pick<AppContext, 'db' | 'appId'>
  input: { id: string }
}): Promise<FlowRow> {
  const [row] = await ctx.db.select().from(flows).where(ownFlow(ctx, id))
  if (!row) throw new NotFound({ what: 'Flow', id })
  return row
}

/** A flow's steps, in the order in which they were added. */
export async function loadSteps({
  ctx: { db },
  input: { flowId },
}: {
  ctx: { db: Queryable }
  input: { flowId: string }
}): Promise<StepRow[]> {
  return await db.select().from(flowSteps).where(eq(flowSteps.flowId, flowId)).orderBy(asc(flowSteps.seq))
}

/** What leads to a step leads to one of its flow.
 * @throws ValidationFailed */
export function assertTargets(
  connections: Readonly<Record<string, string | null>>,
  stepIds: ReadonlySet<string>,
  path: string,
): void {
  const details = Object.entries(connections).flatMap(([outlet, to]) =>
    to === null || stepIds.has(to)
      ? []
      : [{ path: `${path}.${outlet}`, message: 'There is no such step in this flow' }],
  )
  if (details.length > 0) throw new ValidationFailed({ details })
}

/** The app that a request names, if it names one, is the one that its key opens.
 * @throws NotFound */
export function assertOwnApp({ appId }: Pick<AppContext, 'appId'>, named: string | undefined): void {
  if (named !== undefined && named !== appId) throw new NotFound({ what: 'App', id: named })
}
